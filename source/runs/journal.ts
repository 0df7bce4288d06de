import {randomBytes} from 'node:crypto';
import {appendFileSync, closeSync, openSync, readdirSync, rmSync, writeSync} from 'node:fs';
import path from 'node:path';
import {exitCodes} from '../errors/command-error.ts';
import {identify} from '../system/process-identity.ts';
import {type Event, type RunStarted, stamped} from './events.ts';
import {hostName, operatorName} from './operator.ts';
import {ensureStateFolder, statePath} from './state-folder.ts';

/** Set for a detached run, so that its parent knows the journal's name. */
export const runIdVariable = 'QUARTERDECK_RUN_ID';

/** Sortable by time and unique: `20261124T054210Z-9f3a1c`. */
export function newRunId(now = new Date()): string {
	const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
	return `${time}-${randomBytes(3).toString('hex')}`;
}

export function journalPath(root: string, run: string): string {
	return statePath(root, 'runs', `${run}.ndjson`);
}

export interface HistoryEntry {
	at: string;
	run: string;
	/** The equivalent command line. */
	command: string;
	operator: string;
	host: string;
	exitCode: number;
	milliseconds: number;
	/** The result in a few words: `3 applied`. */
	summary: string;
}

/** The number of journals kept; the history keeps their results. */
const keptRuns = 200;

function forgetOldRuns(folder: string): void {
	const journals = readdirSync(folder)
		.filter(name => name.endsWith('.ndjson'))
		.sort();
	for (const journal of journals.slice(0, -keptRuns)) {
		for (const ending of ['ndjson', 'stderr', 'end']) {
			rmSync(path.join(folder, journal.replace(/ndjson$/, ending)), {force: true});
		}
	}
}

/** The journal of one run: one event per line, written before the next one happens. */
export class Journal {
	readonly run: string;
	readonly #file: number;
	readonly #root: string;
	readonly #since = new Date();
	readonly #started: RunStarted;
	readonly #events: Event[] = [];

	/** @param kind the name of the command @param words its arguments, without secrets */
	constructor(root: string, kind: string, words: string[] = []) {
		this.run = process.env[runIdVariable] ?? newRunId();
		delete process.env[runIdVariable];
		this.#root = root;
		this.#started = {
			type: 'run-started',
			run: this.run,
			kind,
			command: [kind, ...words].join(' '),
			operator: operatorName(),
			host: hostName(),
			...identify(process.pid),
		};
		forgetOldRuns(ensureStateFolder(root, 'runs'));
		this.#file = openSync(journalPath(root, this.run), 'a', 0o600);
	}

	started(): Event {
		return this.#started;
	}

	write(event: Event): void {
		this.#events.push(event);
		try {
			writeSync(this.#file, `${JSON.stringify(stamped(event))}\n`);
		} catch {
			// A full disk must not stop a migration half-way; the database records what was done.
		}
	}

	/** Closes the journal and adds a line to the history. */
	end(exitCode: number): void {
		closeSync(this.#file);
		const {run, command, operator, host} = this.#started;
		addToHistory(this.#root, {
			at: this.#since.toISOString(),
			...{run, command, operator, host, exitCode},
			milliseconds: Date.now() - this.#since.getTime(),
			summary: summaryOf(this.#events) || (exitCode === exitCodes.interrupted ? 'cancelled' : ''),
		});
	}
}

export function addToHistory(root: string, entry: HistoryEntry): void {
	const file = path.join(ensureStateFolder(root), 'history.ndjson');
	appendFileSync(file, `${JSON.stringify(entry)}\n`, {mode: 0o600});
}

/** `2 applied, 1 failed`, a needed answer, the error, the success, or the last line. */
export function summaryOf(events: Event[]): string {
	const counted = (
		['applied', 'unapplied', 'faked', 'migration-written', 'failed'] as const
	).flatMap(type => {
		const count = events.filter(event => event.type === type).length;
		return count > 0 ? [`${count} ${type === 'migration-written' ? 'written' : type}`] : [];
	});
	if (events.some(({type}) => type === 'question')) counted.push('an answer is needed');
	if (counted.length > 0) return counted.join(', ');
	const error = events.find(event => event.type === 'error');
	if (error) return error.message.split('\n')[0]!;
	const logs = events.filter(event => event.type === 'log');
	const said =
		logs.find(({level}) => level === 'success') ??
		logs.findLast(({level}) => level !== 'notice') ??
		logs.at(-1);
	return said?.text.trim().split('\n')[0] ?? '';
}
