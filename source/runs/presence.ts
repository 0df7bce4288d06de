import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {writeFileAtomically} from '../system/atomic-file.ts';
import {openFileOf} from '../system/proc.ts';
import {identify, type ProcessIdentity} from '../system/process-identity.ts';
import {removeIfPossible} from '../system/remove-file.ts';
import {areTexts, readObject} from './files/file-ends.ts';
import {isStillAlive} from './liveness.ts';
import {hostName, operatorName} from './operator.ts';
import type {OperatorStatus} from './project-status.ts';
import {ensureStateFolder, isSameFolder, statePath} from './state-folder.ts';

/** The content of a presence file. */
type Presence = OperatorStatus &
	Partial<ProcessIdentity> & {
		/** The project's; older versions did not record it. */
		folder?: string;
	};

/** Milliseconds between two signs of life, which other hosts need, and a folder that was removed and came back. */
const signInterval = 60_000;

/** Shows other operators that a dashboard is open, unless the folder is read-only. @returns ends it */
export function announcePresence(root: string, since = new Date()): () => void {
	const presence: Presence = {
		user: operatorName(),
		host: hostName(),
		tty: terminalName(),
		...identify(process.pid),
		folder: root,
		since: since.toISOString(),
	};
	const file = statePath(root, 'operators', `${process.pid}.json`);
	const write = () => {
		try {
			ensureStateFolder(root, 'operators');
			writeFileAtomically(file, `${JSON.stringify(presence)}\n`, 0o600);
		} catch {
			// Nobody sees this operator.
		}
	};
	write();
	const timer = setInterval(write, signInterval).unref();
	return () => {
		clearInterval(timer);
		removeIfPossible(file);
	};
}

/** The operators with an open dashboard, oldest first. Removes the files of dead processes. */
export function readOperators(root: string): OperatorStatus[] {
	const folder = statePath(root, 'operators');
	const present = listed(folder).flatMap(name => {
		const file = path.join(folder, name);
		const presence = readObject<Presence>(file);
		const lastSign = statSync(file, {throwIfNoEntry: false})?.mtimeMs;
		if (
			isPresence(presence) &&
			isSameFolder(presence.folder ?? root, root) &&
			isStillAlive(presence, presence.since, lastSign)
		) {
			const {boot: _, start: __, folder: ___, ...operator} = presence;
			return [operator];
		}
		removeIfPossible(file);
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

function isPresence(value: Partial<Presence> | undefined): value is Presence {
	const {pid, since, user, host, tty} = value ?? {};
	return Number.isInteger(pid) && since !== undefined && areTexts(since, user, host, tty);
}

/** `pts/3`, if known. */
function terminalName(): string | undefined {
	const terminal = process.env.SSH_TTY || openFileOf(process.pid, 0);
	return /^\/dev\/((?:pts\/|tty).*)/.exec(terminal ?? '')?.[1];
}
