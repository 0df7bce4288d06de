import {statSync} from 'node:fs';
import {readLines} from '../../runs/line-reader.ts';
import {isLogHeader, longestLogLine, serverLogPath, skippedLine} from '../../server/log-file.ts';
import type {LogView} from '../state.ts';
import {LogStore} from './log-store.ts';

/** Room for what is still to come. */
const spare = 20_000;
/** So many last lines have to be the same, for the file to be what the store was read from. */
const overlap = 20;
/** Bytes of a log that are read at once; more would hold up the keys, and fill the memory. */
const mostBytes = 32 * 1024 * 1024;

/**
 * The store with all lines of the file before those that it has: a dashboard reads only the end of a
 * long log until somebody asks for more. Of a huge one the beginning is left out, and a line says so.
 * @param most bytes that are read
 * @returns nothing where the file has no older ones
 */
export function withOlderLines(
	root: string,
	store: LogStore,
	interval: number,
	most = mostBytes,
): LogStore | undefined {
	const file = serverLogPath(root);
	const inFile = readLines(file, {fromEnd: most, longestLine: longestLogLine}).filter(
		line => !isLogHeader(line),
	);
	const have = store.total - store.first;
	const end = endOf(store, inFile);
	if (end === undefined || end <= have) return undefined;
	const leftOut = (statSync(file, {throwIfNoEntry: false})?.size ?? 0) - most;
	const older = [...(leftOut > 0 ? [skippedLine(leftOut)] : []), ...inFile.slice(0, end - have)];
	const whole = new LogStore(interval, older.length + have + spare);
	whole.push(older);
	for (let index = store.first; index < store.total; index++) whole.push([store.line(index)]);
	return whole;
}

/** How many lines of the file the store knows of; more may have been written since. */
function endOf(store: LogStore, inFile: string[]): number | undefined {
	const count = Math.min(overlap, store.total - store.first);
	if (count === 0) return undefined;
	for (let end = inFile.length; end >= count; end--) {
		const same = Array.from({length: count}).every(
			(_, back) => inFile[end - 1 - back] === store.line(store.total - 1 - back),
		);
		if (same) return end;
	}
	return undefined;
}

/** What a view says of lines, once so many older ones stand before them. */
export function shifted(view: LogView, by: number): Partial<LogView> {
	const {top, cursor, pausedAt, from, marks, expanded} = view;
	return {
		top: top === undefined ? undefined : top + by,
		cursor: cursor === undefined ? undefined : cursor + by,
		pausedAt: pausedAt + by,
		from: from > 0 ? from + by : 0,
		marks: marks.map(mark => ({...mark, before: mark.before + by})),
		expanded: new Set([...expanded].map(number => number + by)),
	};
}
