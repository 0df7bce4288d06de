import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {followLines} from '../../runs/follow-file.ts';
import {announcePresence} from '../../runs/presence.ts';
import type {ProjectStatus} from '../../runs/project-status.ts';
import {statePath} from '../../runs/state-folder.ts';
import {isLogHeader, longestLogLine, serverLogPath} from '../../server/control/log-file.ts';
import type {Dashboard} from './dashboard.ts';

/** What of the log is read at the start: enough to fill the scrollback. */
const logBytes = 1_500_000;

/** Changes are told by the system; where it does not tell, a look each second finds them. */
const poll = 1000;

/** The last status that a session kept, in the nearest state folder upward. */
export function keptStatus(directory: string): {status: ProjectStatus; at: Date} | undefined {
	for (let folder = directory; ; folder = path.dirname(folder)) {
		const file = statePath(folder, 'status.json');
		try {
			const status = JSON.parse(readFileSync(file, 'utf8')) as ProjectStatus;
			return {status: {...status, root: folder, runs: [], operators: []}, at: statSync(file).mtime};
		} catch {
			if (path.dirname(folder) === folder) return undefined;
		}
	}
}

/** What is followed in `.quarterdeck/` once it is known where it is. */
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
		const log = followLines(
			serverLogPath(root),
			(lines, place) =>
				this.#dashboard.logPane.store.push(
					lines.filter(line => !isLogHeader(line)),
					place,
				),
			{
				interval: poll,
				fromEnd: logBytes,
				longestLine: longestLogLine,
				// What is left out comes from the file when it is wanted.
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
			() => this.#dashboard.logPane.store.close(),
			() => history.stop(),
		);
	}

	leave(): void {
		for (const end of this.#ends) end();
		this.#ends = [];
		this.#root = undefined;
	}
}
