import {closeSync, openSync, readSync} from 'node:fs';
import {areTexts, parseLine, readEnds} from './file-ends.ts';
import type {HistoryEntry} from './journal.ts';
import {statePath} from './state-folder.ts';

const piece = 1_000_000;
const newline = 10;

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
	let file: number;
	try {
		file = openSync(historyPath(root), 'r');
	} catch {
		return 0;
	}
	try {
		return newlinesIn(file);
	} finally {
		closeSync(file);
	}
}

function historyPath(root: string): string {
	return statePath(root, 'history.ndjson');
}

function newlinesIn(file: number): number {
	const buffer = Buffer.allocUnsafe(piece);
	let count = 0;
	for (let length = read(file, buffer); length > 0; length = read(file, buffer)) {
		const part = buffer.subarray(0, length);
		for (let at = part.indexOf(newline); at >= 0; at = part.indexOf(newline, at + 1)) count++;
	}
	return count;
}

function read(file: number, buffer: Buffer): number {
	return readSync(file, buffer, 0, buffer.length, null);
}

/** A line may be damaged. */
function isEntry({command, run, at, operator, summary}: HistoryEntry): boolean {
	return command !== undefined && areTexts(command, run, at, operator, summary);
}
