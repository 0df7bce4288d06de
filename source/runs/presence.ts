import {readdirSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import {writeFileAtomically} from '../system/atomic-file.ts';
import {openFileOf} from '../system/proc.ts';
import {identify, type ProcessIdentity} from '../system/process-identity.ts';
import {isStillAlive} from './liveness.ts';
import {hostName, operatorName} from './operator.ts';
import type {OperatorStatus} from './project-status.ts';
import {ensureStateFolder, statePath} from './state-folder.ts';

/** What a presence file holds. */
type Presence = OperatorStatus & Partial<ProcessIdentity>;

/**
 * Tells the other operators of the project that a dashboard is open. Nothing is told where the state
 * folder cannot be written.
 * @returns removes the notice
 */
export function announcePresence(root: string, since = new Date()): () => void {
	const presence: Presence = {
		user: operatorName(),
		host: hostName(),
		tty: terminalName(),
		...identify(process.pid),
		since: since.toISOString(),
	};
	const file = statePath(root, 'operators', `${process.pid}.json`);
	try {
		ensureStateFolder(root, 'operators');
		writeFileAtomically(file, `${JSON.stringify(presence)}\n`, 0o600);
	} catch {
		return () => {};
	}
	return () => rmSync(file, {force: true});
}

/** Who has a dashboard open, the oldest first. The files of dead processes are removed. */
export function readOperators(root: string): OperatorStatus[] {
	const folder = statePath(root, 'operators');
	const present = listed(folder).flatMap(name => {
		const file = path.join(folder, name);
		const presence = parse(file);
		if (presence && isStillAlive(presence, presence.since)) {
			const {boot: _, start: __, ...operator} = presence;
			return [operator];
		}
		rmSync(file, {force: true});
		return [];
	});
	return present.sort((one, other) => one.since.localeCompare(other.since));
}

function listed(folder: string): string[] {
	try {
		return readdirSync(folder).filter(name => name.endsWith('.json'));
	} catch {
		return [];
	}
}

function parse(file: string): Presence | undefined {
	try {
		const presence = JSON.parse(readFileSync(file, 'utf8'));
		return Number.isInteger(presence.pid) && presence.since ? presence : undefined;
	} catch {
		return undefined;
	}
}

/** `pts/3`, where the system tells. */
function terminalName(): string | undefined {
	const terminal = process.env.SSH_TTY || openFileOf(process.pid, 0);
	return /^\/dev\/((?:pts\/|tty).*)/.exec(terminal ?? '')?.[1];
}
