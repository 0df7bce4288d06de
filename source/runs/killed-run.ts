import {closeSync, openSync} from 'node:fs';
import {exitCodes} from '../errors/command-error.ts';
import {ways} from '../errors/ways.ts';
import {appendLinesTo} from '../system/append-file.ts';
import {removeIfPossible} from '../system/remove-file.ts';
import type {RunStarted} from './events.ts';
import {areTexts, parseLine, readEnds} from './files/file-ends.ts';
import type {StampedEvent} from './follow-journal.ts';
import {addToHistory, journalPath} from './journal.ts';
import {statePath} from './state-folder.ts';

interface UnendedRun {
	started: RunStarted & {at: string};
	/** The time of its last event, ISO. */
	lastEvent: string;
}

/** Bytes read at each end of a journal. */
const piece = 16_384;

/** @returns undefined when the run has ended, or its journal is empty */
export function readUnendedRun(root: string, run: string): UnendedRun | undefined {
	const text = readEnds(journalPath(root, run), piece);
	const started = parseLine<StampedEvent>(text?.head.split('\n')[0] ?? '');
	if (started?.type !== 'run-started' || !isWhole(started)) return undefined;
	const last = text!.tail.split('\n').flatMap(line => parseLine<StampedEvent>(line) ?? []);
	if (last.some(({type}) => type === 'run-ended')) return undefined;
	return {started, lastEvent: last.findLast(({at}) => at)?.at ?? started.at};
}

/** A line may be damaged. */
function isWhole({run, kind, command, operator, at}: UnendedRun['started']): boolean {
	return areTexts(run, kind, command, operator, at);
}

/**
 * Ends the journal of a run whose process is dead and adds the run to the history, so that nobody waits
 * for more events. Of several readers, only one does this. A read-only state folder is left unchanged.
 * @param signal what killed it, `SIGKILL`; undefined when unknown
 */
export function endKilledRun(root: string, run: string, signal?: string): void {
	const claim = statePath(root, 'runs', `${run}.end`);
	try {
		closeSync(openSync(claim, 'wx', 0o600));
	} catch {
		return;
	}
	try {
		// Read again with the claim held: another reader may have been faster.
		const unended = readUnendedRun(root, run);
		if (unended) writeEnd(root, run, unended, signal);
	} catch {
		// The disk may be full; the next reader retries.
	} finally {
		removeIfPossible(claim);
	}
}

const migrateAgain = {
	hint: "Run 'quarterdeck migrate' again: its plan shows what the database has applied.",
	ways: [ways.migrate],
};

function changesDatabase({kind, rehearses}: RunStarted): boolean {
	return kind === 'migrate' && !rehearses;
}

function writeEnd(
	root: string,
	run: string,
	{started, lastEvent}: UnendedRun,
	signal?: string,
): void {
	const at = new Date().toISOString();
	const how = signal === undefined ? '' : ` (${signal})`;
	const message = `The run was killed${how} before it ended.`;
	const exitCode = exitCodes.failed;
	const last = [
		{type: 'error', at, code: 'killed', message, ...(changesDatabase(started) && migrateAgain)},
		{type: 'run-ended', at, exitCode},
	];
	appendLinesTo(journalPath(root, run), `${last.map(event => JSON.stringify(event)).join('\n')}\n`);
	const {command, operator, host} = started;
	const end = Date.parse(signal === undefined ? lastEvent : at);
	// The clock may have been set back.
	const milliseconds = Math.max(0, end - Date.parse(started.at));
	addToHistory(root, {
		...{at: started.at, run, command, operator, host},
		...{exitCode, milliseconds, summary: `killed${how}`},
	});
}
