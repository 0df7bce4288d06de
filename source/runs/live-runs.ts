import {readdirSync} from 'node:fs';
import {parseLine, readEnds} from './file-ends.ts';
import {journalPath} from './journal.ts';
import {endKilledRun} from './killed-run.ts';
import {isAlive} from './presence.ts';
import type {RunStatus} from './project-status.ts';
import {statePath} from './state-folder.ts';

/** More runs than this at once nobody has; older journals are not opened. */
const newest = 64;
const piece = 16_384;

/**
 * The runs that go on at this moment, of every operator, the oldest first. Those whose processes died
 * without a word get their last ones, as whoever started them may be dead, too.
 */
export function readRuns(root: string): RunStatus[] {
	return journals(root)
		.slice(-newest)
		.flatMap(run => {
			const status = runStatus(root, run);
			if (!status) return [];
			if (isAlive(status)) return [status];
			endKilledRun(root, run);
			return [];
		});
}

function journals(root: string): string[] {
	try {
		return readdirSync(statePath(root, 'runs'))
			.filter(name => name.endsWith('.ndjson'))
			.map(name => name.slice(0, -'.ndjson'.length))
			.sort();
	} catch {
		return [];
	}
}

/** @returns nothing when the run has ended, or its journal has no beginning yet */
function runStatus(root: string, run: string): RunStatus | undefined {
	const text = readEnds(journalPath(root, run), piece);
	if (!text) return undefined;
	const ended = text.tail
		.split('\n')
		.some(line => parseLine<{type: string}>(line)?.type === 'run-ended');
	const started = parseLine<RunStatus & {type: string; at: string}>(text.head.split('\n')[0] ?? '');
	if (ended || started?.type !== 'run-started') return undefined;
	const {command, operator, host, pid, at} = started;
	return {run, command, operator, host, pid, since: at};
}
