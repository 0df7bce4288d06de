import {areTexts, countLines, parseLine, readEnds} from './files/file-ends.ts';
import type {HistoryEntry} from './journal.ts';
import {statePath} from './state-folder.ts';

/** The project's history, oldest first. @param limit the number of latest entries */
export function readHistory(root: string, limit = 500): HistoryEntry[] {
	const lines = readEnds(historyPath(root), limit * 512)?.tail.split('\n') ?? [];
	return lines
		.flatMap(line => {
			const entry = parseLine<HistoryEntry>(line);
			return entry && isEntry(entry) ? [entry] : [];
		})
		.slice(-limit);
}

/** How many runs the history has in all; a damaged line counts as well. */
export function countHistory(root: string): number {
	return countLines(historyPath(root));
}

function historyPath(root: string): string {
	return statePath(root, 'history.ndjson');
}

/** A line may be damaged. */
function isEntry({command, run, at, operator, summary}: HistoryEntry): boolean {
	return command !== undefined && areTexts(command, run, at, operator, summary);
}
