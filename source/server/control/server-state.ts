import {readFileSync} from 'node:fs';
import {hostName} from '../../runs/operator.ts';
import type {ServerState, ServerStatus} from '../../runs/project-status.ts';
import {statePath} from '../../runs/state-folder.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import type {EndableProcess} from '../../system/end-processes.ts';
import {identify, type ProcessIdentity} from '../../system/process-identity.ts';

/** What `server.json` keeps for those who draw; never the truth about whether a server lives. */
export interface ServerRecord {
	v: 1;
	/** Of this life of the runner; a command that names another one is refused. */
	runId: string;
	/** Counts the lives of the runner in this project. */
	generation: number;
	state: Exclude<ServerState, 'unresponsive' | 'unknown'>;
	host: string;
	runner: ProcessIdentity;
	/** The application, its spare, older ones that still finish their last requests, and what they have started. */
	children: EndableProcess[];
	listen: {host: string; port: number; url: string; held: boolean};
	/**
	 * What `runserver` was given when it last had a port, as that turned out; nothing where the settings
	 * said it.
	 */
	address?: string;
	/** Where commands are taken. */
	socket: string;
	/** ISO time of the runner's start. */
	since: string;
	operator: string;
	restarts: number;
	lastExit?: LastExit;
	/** Why the log cannot be written at present. */
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

/** The record of this process's life as a runner, at its beginning. */
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
		listen: {host, port, url: '', held: false},
		socket: '',
		since: new Date().toISOString(),
		operator,
		restarts: 0,
	};
}

/** @returns undefined when there is none, it is damaged, or another version of Quarterdeck wrote it */
export function readServerRecord(root: string): ServerRecord | undefined {
	const record = readStateFile(root);
	const isOurs =
		record?.v === 1 && Number.isInteger(record.runner?.pid) && Array.isArray(record.children);
	return isOurs ? record : undefined;
}

/** The version of a state file that is whole and not ours; else undefined. */
export function foreignVersion(root: string): unknown {
	const version = readStateFile(root)?.v;
	return version === 1 ? undefined : version;
}

function readStateFile(root: string): any {
	try {
		return JSON.parse(readFileSync(statePath(root, 'server.json'), 'utf8'));
	} catch {
		return undefined;
	}
}

/**
 * Never makes the state folder: a server whose project was deleted must not bring it back.
 * @throws the system's error when the disk is full; the old record is then still there
 */
export function writeServerRecord(root: string, record: ServerRecord): void {
	writeFileAtomically(statePath(root, 'server.json'), `${JSON.stringify(record)}\n`, 0o600);
}

/** A record as `status --json` shows it. */
export function statusOfRecord(record: ServerRecord): ServerStatus {
	const {address} = record;
	if (record.state === 'stopped') return {state: 'stopped', ...(address && {address})};
	return {
		state: record.state,
		url: record.listen.url,
		pid: record.runner.pid,
		since: record.since,
		operator: record.operator,
		restarts: record.restarts,
		...(record.logFailure && {logFailure: record.logFailure}),
		...(record.state === 'crashed' && record.lastExit && {reason: record.lastExit.reason}),
	};
}
