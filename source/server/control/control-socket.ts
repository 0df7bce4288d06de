import {chmodSync, lstatSync, rmSync} from 'node:fs';
import {createServer, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setImmediate as eventLoopTurn, setTimeout as pause} from 'node:timers/promises';
import {CommandError} from '../../errors/command-error.ts';
import {parseLine} from '../../runs/files/file-ends.ts';
import {
	ensureStateFolder,
	isSameFolder,
	stateFolderName,
	statePath,
} from '../../runs/state-folder.ts';
import {makeFolders} from '../../system/make-folders.ts';
import {removeIfPossible} from '../../system/remove-file.ts';
import type {ServerRecord} from './server-state.ts';

/** Longest message in bytes. Each side sends one JSON line. */
export const longestMessage = 4096;

export interface ControlRequest {
	v: 1;
	command: 'status' | 'stop' | 'restart';
	/** The run of the server that is meant; commands for another run are refused. */
	runId?: string;
	/** The operator, as shown to others. */
	by: string;
}

export interface ControlAnswer {
	ok: boolean;
	record?: ServerRecord;
	/** The reason for a refusal: `stale`, `unknown-command`. */
	code?: string;
}

/** Socket paths are limited to about 104 bytes; longer ones go to a private folder. */
export function controlSocketPath(root: string): string {
	const beside = statePath(root, 'ctl.sock');
	if (Buffer.byteLength(beside) <= 100) return beside;
	return path.join(privateFolder(), socketName(root));
}

function socketName(root: string): string {
	// Loading it takes 10 ms, and few paths are so long.
	const {hash} = process.getBuiltinModule('node:crypto');
	return `${hash('sha256', root).slice(0, 24)}.sock`;
}

/** Whether it is the socket of this project's server, and not of one that this project was copied from. */
export function isSocketOf(root: string, socket: string): boolean {
	const folder = path.dirname(socket);
	const isBeside = path.basename(folder) === stateFolderName;
	return isBeside
		? isSameFolder(folder, statePath(root))
		: path.basename(socket) === socketName(root);
}

function privateFolder(): string {
	const runtime = process.env.XDG_RUNTIME_DIR;
	if (runtime && runtime.length < 60) return path.join(runtime, 'quarterdeck');
	return path.join(tmpdir(), `quarterdeck-${process.geteuid?.() ?? 0}`);
}

/** The caller holds the server's lock, so an existing socket belongs to a server that has died. */
export async function serveControl(
	root: string,
	answer: (request: ControlRequest) => Promise<ControlAnswer>,
): Promise<{path: string; close(): Promise<void>}> {
	const file = controlSocketPath(root);
	if (path.dirname(file) === statePath(root)) ensureStateFolder(root);
	else ensurePrivate(path.dirname(file));
	rmSync(file, {force: true});
	const server = createServer(connection => receive(connection, answer));
	const umask = process.umask(0o177);
	try {
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject).listen(file, resolve);
			process.umask(umask);
		});
	} finally {
		process.umask(umask);
	}
	chmodSync(file, 0o600);
	return {
		path: file,
		async close() {
			const delivered = new Promise(resolve => server.close(resolve));
			removeIfPossible(file);
			await Promise.race([delivered, pause(500)]);
		},
	};
}

/** @throws CommandError `folder-not-private` if other users can reach the folder */
export function ensurePrivate(folder: string): void {
	makeFolders(folder, 0o700);
	const {uid, mode} = lstatSync(folder);
	const isPrivate = lstatSync(folder).isDirectory() && (mode & 0o077) === 0;
	if (isPrivate && (process.geteuid === undefined || uid === process.geteuid())) return;
	throw new CommandError(`Other users can access the folder ${folder}.`, {
		code: 'folder-not-private',
		hint: `Remove it, or run 'chmod 700 ${folder}'.`,
		ways: [{id: 'make-private', command: `chmod 700 ${folder}`}],
	});
}

function receive(
	connection: Socket,
	answer: (request: ControlRequest) => Promise<ControlAnswer>,
): void {
	let text = '';
	let isAsked = false;
	connection.setEncoding('utf8').setTimeout(5000, () => connection.destroy());
	connection.on('error', () => connection.destroy());
	connection.on('data', async chunk => {
		if (isAsked) return;
		text += chunk;
		if (text.length > longestMessage) return connection.destroy();
		if (!text.includes('\n')) return;
		isAsked = true;
		connection.setTimeout(0);
		const request = parseLine<ControlRequest>(text.slice(0, text.indexOf('\n')));
		if (request?.v !== 1 || typeof request.by !== 'string') return connection.destroy();
		if (await isGivenUp(connection)) return;
		connection.end(`${JSON.stringify(await answer(request))}\n`);
	});
}

/**
 * Whether nobody waits for the answer any more, for example because this process was stopped meanwhile.
 * The end of a connection is read after its data, and no clock is needed for that.
 */
async function isGivenUp(connection: Socket): Promise<boolean> {
	for (let turn = 0; turn < 3; turn++) await eventLoopTurn();
	return connection.readableEnded || connection.destroyed;
}
