import {existsSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {followBytes, followLines} from '../../runs/files/follow-file.ts';
import {announcePresence} from '../../runs/presence.ts';
import type {ProjectStatus} from '../../runs/project-status.ts';
import {isSameFolder, statePath} from '../../runs/state-folder.ts';
import {longestLogLine, serverLogPath} from '../../server/control/log-file.ts';
import {otherOwnerOf} from '../../system/file-owner.ts';
import type {Dashboard} from './dashboard.ts';

/** Bytes of the log to read at the start: enough to fill the scrollback. */
const logBytes = 1_500_000;

/** Milliseconds between two checks, where the system does not report changes. */
const poll = 1000;

export interface KeptStatus {
	status: ProjectStatus;
	at: Date;
}

/** The status that the last session kept, in the nearest state folder upward. Another user's is not shown. */
export function keptStatus(directory: string): KeptStatus | undefined {
	for (let folder = directory; ; folder = path.dirname(folder)) {
		const file = statePath(folder, 'status.json');
		try {
			if (existsSync(file) && otherOwnerOf(folder) !== undefined) return undefined;
			const status = JSON.parse(readFileSync(file, 'utf8'));
			if (!isStatus(status) || !isSameFolder(status.root, folder)) return undefined;
			return {status: {...status, root: folder, runs: [], operators: []}, at: statSync(file).mtime};
		} catch {
			if (path.dirname(folder) === folder) return undefined;
		}
	}
}

/** The file may be damaged, or of another version. */
function isStatus(value: ProjectStatus | null): value is ProjectStatus {
	return (
		[value?.project, value?.root, value?.environment].every(text => typeof text === 'string') &&
		[value!.apps, value!.problems].every(Array.isArray) &&
		[value!.database, value!.server].every(part => typeof part === 'object' && part !== null)
	);
}

/** Follows the files in `.quarterdeck/` once the project's root is known. */
export class StateFiles {
	readonly #dashboard: Dashboard;
	#root: string | undefined;
	#ends: (() => unknown)[] = [];

	constructor(dashboard: Dashboard) {
		this.#dashboard = dashboard;
	}

	open(root: string): void {
		if (this.#root === root) return;
		this.leave();
		this.#root = root;
		this.#ends.push(announcePresence(root));
		const log = followBytes(
			serverLogPath(root),
			(bytes, place) => this.#dashboard.takeLog(bytes, place),
			{
				interval: poll,
				fromEnd: logBytes,
				longestLine: longestLogLine,
				// Skipped lines are read from the file when they are needed.
				onSkipped: () => {},
			},
		);
		const history = followLines(
			statePath(root, 'history.ndjson'),
			() => this.#dashboard.session.readHistory(),
			{interval: poll, fromEnd: 65_536},
		);
		this.#ends.push(
			() => log.stop(),
			() => this.#dashboard.logPane.store.scrollback.close(),
			() => history.stop(),
		);
	}

	leave(): void {
		for (const end of this.#ends) end();
		this.#ends = [];
		this.#root = undefined;
	}
}
