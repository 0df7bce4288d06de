import {spawn} from 'node:child_process';
import {accessSync, constants} from 'node:fs';
import path from 'node:path';
import type {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import type {Invocation} from '../../database-client/invocations.ts';
import {CommandError, exitCodes} from '../../errors/command-error.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import {removeIfPossible} from '../../system/remove-file.ts';
import {notCopied} from './copy.ts';

/** One of a database's own programs. */
export interface ClientProgram {
	/** Where it is, or one of several names that is on the PATH. */
	program: string;
	/** Credentials never stand in them. */
	words: string[];
	invocation: Invocation;
}

/** How much of what a program says about its failure is kept, in characters. */
const keptText = 8000;

/**
 * The first of these programs that is on the PATH.
 * @throws CommandError `no-client`
 */
export function programOf(names: string[], packages: string): string {
	const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
	const found = names
		.flatMap(name => folders.map(folder => path.join(folder, name)))
		.find(isExecutable);
	if (found) return found;
	throw new CommandError(`A copy needs the program ${names[0]}, which is not on your PATH.`, {
		code: 'no-client',
		hint: `Nothing was changed. Install it: ${packages}.`,
	});
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * Lets one program read what another one writes.
 * @param folder for files with credentials, readable by the owner only
 * @throws CommandError `no-copy`, `interrupted`
 */
export async function copyThrough(
	from: ClientProgram,
	to: ClientProgram,
	folder: string,
	signal: AbortSignal,
): Promise<void> {
	const [read, written] = await passThrough(from, to, folder, signal);
	if (signal.aborted) throw interrupted();
	// The one that reads fails because of the one that writes, and the other way round: the first reason counts.
	const failure = read.code > 0 && read.text !== '' && !isBrokenPipe(read.text) ? read : written;
	if (read.code === 0 && written.code === 0) return;
	throw notCopied(reasonIn(failure.text || read.text), 'Correct that, and try again.');
}

async function passThrough(
	from: ClientProgram,
	to: ClientProgram,
	folder: string,
	signal: AbortSignal,
): Promise<[Ended, Ended]> {
	const secrets = [path.join(folder, 'from'), path.join(folder, 'to')] as const;
	try {
		const source = start(from, secrets[0], signal);
		const target = start(to, secrets[1], signal);
		// Each of them says by itself why it ended early.
		const passing = pipeline(source.child.stdout!, target.child.stdin!).catch(() => {});
		const [read, written] = await Promise.all([source.ended, target.ended, passing]);
		return [read, written];
	} finally {
		for (const secret of secrets) removeIfPossible(secret);
	}
}

function isBrokenPipe(text: string): boolean {
	return /broken pipe|EPIPE|errno 32/i.test(text);
}

interface Ended {
	/** Not 0 when it was killed. */
	code: number;
	/** What it wrote to stderr. */
	text: string;
}

function start({program, words, invocation}: ClientProgram, secret: string, signal: AbortSignal) {
	const {secretFile, environment} = invocation;
	if (secretFile) writeFileAtomically(secret, secretFile.text, 0o600);
	const passed = secretFile ? secretFile.pass(secret) : {};
	const child = spawn(program, [...(passed.words ?? []), ...words], {
		env: {...process.env, ...environment, ...passed.environment},
		stdio: ['pipe', 'pipe', 'pipe'],
		signal,
	});
	const text = lastOf(child.stderr!);
	const ended = new Promise<Ended>(resolve => {
		child.once('error', error => resolve({code: 1, text: error.message}));
		child.once('close', code => resolve({code: code ?? 1, text: text()}));
	});
	return {child, ended};
}

function lastOf(stream: Readable): () => string {
	let text = '';
	stream.setEncoding('utf8').on('data', piece => {
		text = (text + piece).slice(-keptText);
	});
	return () => text;
}

/** The first error in the output of a program, without its name. */
function reasonIn(text: string): string {
	const lines = text.split('\n').filter(line => line.trim() !== '' && !line.startsWith('Warning'));
	const line = lines.find(one => /error|fatal/i.test(one)) ?? lines[0] ?? 'a program failed';
	return line
		.replace(/^\S*(?:psql|pg_dump|mysql|mariadb)\S*:\s*(?:<stdin>:\d+:\s*)?/i, '')
		.trim()
		.replace(/\.$/, '');
}

export function interrupted(): CommandError {
	return new CommandError('Interrupted: the copy was removed, and nothing was changed.', {
		code: 'interrupted',
		exitCode: exitCodes.interrupted,
	});
}
