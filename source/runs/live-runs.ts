import {statSync} from 'node:fs';
import {journalPath, journalsIn} from './journal.ts';
import {endKilledRun, readUnendedRun} from './killed-run.ts';
import {isElsewhere, isStillAlive} from './liveness.ts';
import type {RunStatus} from './project-status.ts';
import {isSameFolder, statePath} from './state-folder.ts';

/** Only the newest journals are read. */
const newest = 64;

/**
 * The unfinished runs of all operators, oldest first. A run whose process has died
 * is ended here, because the process that started it may be dead, too.
 */
export function readRuns(root: string): RunStatus[] {
	return journals(root)
		.slice(-newest)
		.flatMap(run => {
			const started = readUnendedRun(root, run)?.started;
			// A copied project has the journals of its original.
			if (!started || !isSameFolder(started.folder ?? root, root)) return [];
			const {kind, command, rehearses, operator, host, pid, at} = started;
			const copy = rehearses && {rehearses};
			if (isStillAlive(started, at, lastWritten(journalPath(root, run))))
				return [{run, kind, command, ...copy, operator, host, pid, since: at}];
			// Whoever can ask its process ends it.
			if (!isElsewhere(started)) endKilledRun(root, run);
			return [];
		});
}

function lastWritten(file: string): number | undefined {
	return statSync(file, {throwIfNoEntry: false})?.mtimeMs;
}

function journals(root: string): string[] {
	try {
		return journalsIn(statePath(root, 'runs'));
	} catch {
		return [];
	}
}
