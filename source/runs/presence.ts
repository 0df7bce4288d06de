import {readdirSync, readFileSync, readlinkSync, rmSync} from 'node:fs';
import path from 'node:path';
import {writeFileAtomically} from '../system/atomic-file.ts';
import {hostName, operatorName} from './operator.ts';
import type {OperatorStatus} from './project-status.ts';
import {ensureStateFolder, statePath} from './state-folder.ts';

/**
 * Tells the other operators of the project that a dashboard is open, until it is called back.
 * A folder that nobody may write in is no reason not to open one.
 * @returns takes the notice away again
 */
export function announcePresence(root: string, since = new Date()): () => void {
	const operator: OperatorStatus = {
		user: operatorName(),
		host: hostName(),
		tty: terminalName(),
		pid: process.pid,
		since: since.toISOString(),
	};
	const file = statePath(root, 'operators', `${process.pid}.json`);
	try {
		ensureStateFolder(root, 'operators');
		writeFileAtomically(file, `${JSON.stringify(operator)}\n`, 0o600);
	} catch {
		return () => {};
	}
	return () => rmSync(file, {force: true});
}

/** Who has a dashboard open, the longest-standing first. What dead processes left behind is removed. */
export function readOperators(root: string): OperatorStatus[] {
	const folder = statePath(root, 'operators');
	const present = listed(folder).flatMap(name => {
		const file = path.join(folder, name);
		const operator = parse(file);
		if (operator && isAlive(operator)) return [operator];
		rmSync(file, {force: true});
		return [];
	});
	return present.sort((one, other) => one.since.localeCompare(other.since));
}

/** Processes of another host cannot be asked; they count as living. */
export function isAlive({pid, host}: {pid: number; host: string}): boolean {
	if (host !== hostName()) return true;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

function listed(folder: string): string[] {
	try {
		return readdirSync(folder).filter(name => name.endsWith('.json'));
	} catch {
		return [];
	}
}

function parse(file: string): OperatorStatus | undefined {
	try {
		const operator = JSON.parse(readFileSync(file, 'utf8'));
		return Number.isInteger(operator.pid) && operator.since ? operator : undefined;
	} catch {
		return undefined;
	}
}

/** `pts/3`, where the system tells. */
function terminalName(): string | undefined {
	const {SSH_TTY} = process.env;
	const terminal = SSH_TTY || fileOfStdin();
	return terminal?.startsWith('/dev/') ? terminal.slice('/dev/'.length) : undefined;
}

/** Where the system shows what a process has open. */
function fileOfStdin(): string | undefined {
	try {
		const file = readlinkSync('/proc/self/fd/0');
		return /^\/dev\/(?:pts\/|tty)/.test(file) ? file : undefined;
	} catch {
		return undefined;
	}
}
