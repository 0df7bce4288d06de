import {appendFileSync, closeSync, openSync, rmSync} from 'node:fs';
import {exitCodes} from '../errors/command-error.ts';
import {ways} from '../errors/ways.ts';
import type {RunStarted} from './events.ts';
import {parseLine, readEnds} from './file-ends.ts';
import type {StampedEvent} from './follow-journal.ts';
import {addToHistory, journalPath} from './journal.ts';
import {statePath} from './state-folder.ts';

interface UnendedRun {
	started: RunStarted & {at: string};
	/** The time of its last event, ISO. */
	lastEvent: string;
}

/** Bytes at the beginning and at the end of a journal. */
const piece = 16_384;

/** @returns nothing when the run has ended, or its journal is still empty */
export function readUnendedRun(root: string, run: string): UnendedRun | undefined {
	const text = readEnds(journalPath(root, run), piece);
	const started = parseLine<StampedEvent>(text?.head.split('\n')[0] ?? '');
	if (started?.type !== 'run-started') return undefined;
	const last = text!.tail.split('\n').flatMap(line => parseLine<StampedEvent>(line) ?? []);
	if (last.some(({type}) => type === 'run-ended')) return undefined;
	return {started, lastEvent: last.findLast(({at}) => at)?.at ?? started.at};
}

/**
 * Ends the journal of a run whose process is dead, and adds the run to the history, so that nobody
 * waits for more events. However many readers find it at the same time, one does it. A state folder
 * that cannot be written stays as it is.
 * @param signal what killed it, `SIGKILL`; left out by those who only find it dead
 */
export function endKilledRun(root: string, run: string, signal?: string): void {
	const claim = statePath(root, 'runs', `${run}.end`);
	try {
		closeSync(openSync(claim, 'wx', 0o600));
	} catch {
		return;
	}
	try {
		// Read again under the claim: another reader may have been faster.
		const unended = readUnendedRun(root, run);
		if (unended) writeEnd(root, run, unended, signal);
	} catch {
		// The disk is full, for example: the next reader tries again.
	} finally {
		rmSync(claim, {force: true});
	}
}

const migrateAgain = {
	hint: "Run 'quarterdeck migrate' again: its plan shows what the database has applied.",
	ways: [ways.migrate],
};

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
		{type: 'error', at, code: 'killed', message, ...(started.kind === 'migrate' && migrateAgain)},
		{type: 'run-ended', at, exitCode},
	];
	// It may have been killed in the middle of a line.
	appendFileSync(
		journalPath(root, run),
		`\n${last.map(event => JSON.stringify(event)).join('\n')}\n`,
	);
	const {command, operator, host} = started;
	const milliseconds = Date.parse(signal === undefined ? lastEvent : at) - Date.parse(started.at);
	addToHistory(root, {
		...{at: started.at, run, command, operator, host},
		...{exitCode, milliseconds, summary: `killed${how}`},
	});
}
