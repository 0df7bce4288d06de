import {closeSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {exitCodes, isCommandError} from '../errors/command-error.ts';
import {meaningOf} from '../errors/system-error.ts';
import {appendLines, appendLinesTo, openLines} from '../system/append-file.ts';
import {identify} from '../system/process-identity.ts';
import {randomName} from '../system/random-name.ts';
import {removeIfPossible} from '../system/remove-file.ts';
import {type Event, type RunStarted, stamped} from './events.ts';
import {hostName, operatorName} from './operator.ts';
import {ensureStateFolder, statePath} from './state-folder.ts';

/** Set for a detached run, so that its parent knows the journal's name. */
export const runIdVariable = 'QUARTERDECK_RUN_ID';

/** Sortable by time and unique: `20261124T054210Z-9f3a1c`. */
export function newRunId(now = new Date()): string {
	const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
	return `${time}-${randomName(6)}`;
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
export const keptRuns = 200;

function forgetOldRuns(folder: string): void {
	for (const run of journalsIn(folder).slice(0, -keptRuns)) {
		for (const ending of ['ndjson', 'stderr', 'end']) {
			removeIfPossible(path.join(folder, `${run}.${ending}`));
		}
	}
}

/** The runs that have a journal, oldest first. Those from the future, of a clock that was ahead, count as oldest. */
export function journalsIn(folder: string): string[] {
	const now = newRunId(new Date(Date.now() + 60_000));
	return readdirSync(folder)
		.filter(name => name.endsWith('.ndjson'))
		.map(name => name.slice(0, -'.ndjson'.length))
		.sort((one, other) => Number(one < now) - Number(other < now) || (one < other ? -1 : 1));
}

/**
 * The journal of one run: one event per line, written before the next one happens. Where it cannot be
 * written the run goes on, as the database records what was done.
 */
export class Journal {
	readonly run: string;
	#file: number | undefined;
	#failure: string | undefined;
	readonly #root: string;
	readonly #since = new Date();
	readonly #began = performance.now();
	readonly #started: RunStarted;
	readonly #events: Event[] = [];

	/**
	 * @param kind the name of the command @param words its arguments, without secrets
	 * @param rehearses it runs on a copy of the database
	 */
	constructor(root: string, kind: string, words: string[] = [], rehearses = false) {
		this.run = process.env[runIdVariable] ?? newRunId();
		delete process.env[runIdVariable];
		this.#root = root;
		this.#started = {
			type: 'run-started',
			run: this.run,
			kind,
			command: [kind, ...words].join(' '),
			...(rehearses && {rehearses}),
			operator: operatorName(),
			host: hostName(),
			...identify(process.pid),
			folder: root,
		};
		this.#attempt(() => {
			forgetOldRuns(ensureStateFolder(root, 'runs'));
			this.#file = openLines(journalPath(root, this.run));
		});
	}

	/** Why something was not recorded, as a sentence; undefined if everything was. */
	get failure(): string | undefined {
		return this.#failure;
	}

	started(): Event {
		return this.#started;
	}

	write(event: Event): void {
		this.#events.push(event);
		const file = this.#file;
		if (file === undefined) return;
		this.#attempt(() => appendLines(file, `${JSON.stringify(stamped(event))}\n`));
	}

	/** Closes the journal and adds a line to the history. It never throws. */
	end(exitCode: number): void {
		const file = this.#file;
		if (file !== undefined) this.#attempt(() => closeSync(file));
		const {run, command, operator, host} = this.#started;
		const entry = {
			at: this.#since.toISOString(),
			...{run, command, operator, host, exitCode},
			milliseconds: Math.round(performance.now() - this.#began),
			summary: summaryOf(this.#events) || (exitCode === exitCodes.interrupted ? 'cancelled' : ''),
		};
		this.#attempt(() => addToHistory(this.#root, entry));
	}

	#attempt(write: () => void): void {
		try {
			write();
		} catch (error) {
			this.#failure ??= isCommandError(error)
				? `This run is not recorded: ${error.message}`
				: `This run is not recorded in ${statePath(this.#root)}: ${meaningOf(error).reason}.`;
		}
	}
}

export function addToHistory(root: string, entry: HistoryEntry): void {
	const file = path.join(ensureStateFolder(root), 'history.ndjson');
	appendLinesTo(file, `${JSON.stringify(entry)}\n`);
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
