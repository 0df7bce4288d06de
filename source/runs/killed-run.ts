import {appendFileSync, closeSync, openSync, rmSync} from 'node:fs';
import {exitCodes} from '../errors/command-error.ts';
import {parseLine, readEnds} from './file-ends.ts';
import type {StampedEvent} from './follow-journal.ts';
import {addToHistory, journalPath} from './journal.ts';
import {statePath} from './state-folder.ts';

type Started = Extract<StampedEvent, {type: 'run-started'}>;

interface Killed {
	started: Started;
	/** When it last said something, ISO. */
	lastSaid: string;
}

const piece = 16_384;

/**
 * Writes the last words of a run whose process is dead and had none, so that nobody who follows it
 * waits for ever, and the history has it: once, however many see it at the same time. Where it may not
 * be written, nothing is.
 * @param signal what killed it: `SIGKILL`; left out by who only finds it dead
 */
export function endKilledRun(root: string, run: string, signal?: string): void {
	const claim = statePath(root, 'runs', `${run}.end`);
	try {
		closeSync(openSync(claim, 'wx', 0o600));
	} catch {
		return;
	}
	try {
		// Read under the claim: another one may have been faster.
		const killed = withoutEnd(root, run);
		if (killed) writeEnd(root, run, killed, signal);
	} catch {
		// The disk is full, say: whoever reads next tries again.
	} finally {
		rmSync(claim, {force: true});
	}
}

function withoutEnd(root: string, run: string): Killed | undefined {
	const text = readEnds(journalPath(root, run), piece);
	const started = parseLine<StampedEvent>(text?.head.split('\n')[0] ?? '');
	if (started?.type !== 'run-started' || text!.tail.includes('"type":"run-ended"'))
		return undefined;
	const said = text!.tail.split('\n').map(line => parseLine<StampedEvent>(line)?.at);
	return {started, lastSaid: said.findLast(at => at !== undefined) ?? started.at};
}

function writeEnd(root: string, run: string, {started, lastSaid}: Killed, signal?: string): void {
	const at = new Date().toISOString();
	const how = signal === undefined ? '' : ` (${signal})`;
	const message = `The run was killed${how} before it could say how far it came.`;
	const hint = started.command.startsWith('migrate')
		? 'What is applied and what is left in its middle, the database says: plan again.'
		: undefined;
	const exitCode = exitCodes.failed;
	const last = [
		{type: 'error', at, code: 'killed', message, hint},
		{type: 'run-ended', at, exitCode},
	];
	// It may have died in the middle of a line.
	appendFileSync(
		journalPath(root, run),
		`\n${last.map(event => JSON.stringify(event)).join('\n')}\n`,
	);
	const {command, operator, host} = started;
	const milliseconds = Date.parse(signal === undefined ? lastSaid : at) - Date.parse(started.at);
	addToHistory(root, {
		...{at: started.at, run, command, operator, host},
		...{exitCode, milliseconds, summary: `killed${how}`},
	});
}
