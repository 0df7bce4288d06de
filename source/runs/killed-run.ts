import {appendFileSync} from 'node:fs';
import {exitCodes} from '../errors.ts';
import {parseLine, readEnds} from './file-ends.ts';
import type {StampedEvent} from './follow-journal.ts';
import {addToHistory, journalPath} from './journal.ts';

const piece = 16_384;

/**
 * Writes the last words of a run that was killed before it had any, so that nobody who follows it
 * waits for ever, and the history has it.
 * @param signal what killed it: `SIGKILL`
 */
export function endKilledRun(root: string, run: string, signal: string): void {
	const text = readEnds(journalPath(root, run), piece);
	const started = parseLine<StampedEvent>(text?.head.split('\n')[0] ?? '');
	if (started?.type !== 'run-started' || text?.tail.includes('"type":"run-ended"')) return;
	const at = new Date().toISOString();
	const message = `The run was killed (${signal}) before it could say how far it came.`;
	const hint = 'What is applied and what is left in its middle, the database says: plan again.';
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
	const milliseconds = Date.parse(at) - Date.parse(started.at);
	const summary = `killed (${signal})`;
	addToHistory(root, {
		at: started.at,
		run,
		command,
		operator,
		host,
		exitCode,
		milliseconds,
		summary,
	});
}
