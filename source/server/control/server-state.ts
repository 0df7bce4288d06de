import {readObject} from '../../runs/files/file-ends.ts';
import {hostName} from '../../runs/operator.ts';
import type {ServerState, ServerStatus} from '../../runs/project-status.ts';
import {statePath} from '../../runs/state-folder.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import type {EndableProcess} from '../../system/end-processes.ts';
import {identify, type ProcessIdentity} from '../../system/process-identity.ts';
import {isSocketOf} from './control-socket.ts';

/** The content of `server.json`, for display only. It never decides whether a server lives. */
export interface ServerRecord {
	v: 1;
	/** Identifies this run of the server; commands that name another one are refused. */
	runId: string;
	/** Counts the runs of the server in this project. */
	generation: number;
	state: Exclude<ServerState, 'unresponsive' | 'unknown'>;
	host: string;
	runner: ProcessIdentity;
	/** The application, its spare, older ones that are draining, and the programs they started. */
	children: EndableProcess[];
	listen: {host: string; port: number; url: string};
	/** As `runserver` was last given it, with the actual port; undefined if the settings have it. */
	address?: string;
	/** Path of the control socket. */
	socket: string;
	/** When the runner started, ISO time. */
	since: string;
	operator: string;
	restarts: number;
	lastExit?: LastExit;
	/** Why the log cannot be written. */
	logFailure?: string;
	lastAction?: {command: string; by: string; at: string};
}

export interface LastExit {
	at: string;
	/** One sentence. */
	reason: string;
	code?: number | null;
	signal?: string | null;
	file?: string;
	line?: number;
}

/** The record of a run that has just started in this process. */
export function newServerRecord(
	of: Pick<ServerRecord, 'runId' | 'generation' | 'operator'> & {host: string; port: number},
): ServerRecord {
	const {runId, generation, operator, host, port} = of;
	return {
		v: 1,
		runId,
		generation,
		state: 'starting',
		host: hostName(),
		runner: identify(process.pid),
		children: [],
		listen: {host, port, url: ''},
		socket: '',
		since: new Date().toISOString(),
		operator,
		restarts: 0,
	};
}

/**
 * @returns undefined if there is none, it is damaged, another version of Quarterdeck wrote it, or it is
 * about the server of another folder, from which this one was copied
 */
export function readServerRecord(root: string): ServerRecord | undefined {
	const record = readObject<ServerRecord>(recordPath(root));
	return record && isRecord(record) && isAbout(root, record.socket) ? record : undefined;
}

function isRecord(record: Partial<ServerRecord>): record is ServerRecord {
	const {v, runner, children, listen, socket} = record;
	return (
		v === 1 &&
		Number.isInteger(runner?.pid) &&
		Array.isArray(children) &&
		typeof listen?.url === 'string' &&
		typeof socket === 'string'
	);
}

/** A server that has not opened its socket yet has not started anything. */
function isAbout(root: string, socket: string): boolean {
	return socket === '' || isSocketOf(root, socket);
}

/** The version of an intact state file written by another version of Quarterdeck; else undefined. */
export function foreignVersion(root: string): unknown {
	const version: unknown = readObject<ServerRecord>(recordPath(root))?.v;
	return version === 1 ? undefined : version;
}

export function recordPath(root: string): string {
	return statePath(root, 'server.json');
}

/**
 * Never creates the state folder: the server of a deleted project must not bring it back.
 * @throws the system's error if the disk is full; the old record stays
 */
export function writeServerRecord(root: string, record: ServerRecord): void {
	writeFileAtomically(recordPath(root), `${JSON.stringify(record)}\n`, 0o600);
}

/** A record as `status --json` shows it. */
export function statusOfRecord(record: ServerRecord): ServerStatus {
	const {state, address, listen, runner, since, operator, restarts, logFailure, lastExit} = record;
	if (state === 'stopped') return {state, ...(address && {address})};
	return {
		...{state, url: listen.url, pid: runner.pid, since, operator, restarts},
		...(logFailure && {logFailure}),
		...(state === 'crashed' && lastExit && {reason: lastExit.reason}),
	};
}
