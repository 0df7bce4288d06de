import {closeSync, fstatSync, openSync, readdirSync, readSync} from 'node:fs';
import type {HistoryEntry} from './journal.ts';
import {journalPath} from './journal.ts';
import {isAlive} from './presence.ts';
import type {RunStatus} from './project-status.ts';
import {statePath} from './state-folder.ts';

/** More runs than this at once nobody has; older journals are not opened. */
const newest = 64;
const piece = 16_384;

/** The runs that go on at this moment, of every operator, the oldest first. */
export function readRuns(root: string): RunStatus[] {
	return journals(root)
		.slice(-newest)
		.flatMap(run => {
			const status = runStatus(root, run);
			return status && isAlive(status) ? [status] : [];
		});
}

/** What was done in this project, the oldest first. @param limit how many of the last entries */
export function readHistory(root: string, limit = 500): HistoryEntry[] {
	const lines = ends(statePath(root, 'history.ndjson'), limit * 512)?.tail.split('\n') ?? [];
	return lines
		.flatMap(line => {
			const entry = parsed<HistoryEntry>(line);
			return entry?.command === undefined ? [] : [entry];
		})
		.slice(-limit);
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
	const text = ends(journalPath(root, run), piece);
	if (!text) return undefined;
	const ended = text.tail
		.split('\n')
		.some(line => parsed<{type: string}>(line)?.type === 'run-ended');
	const started = parsed<RunStatus & {type: string; at: string}>(text.head.split('\n')[0] ?? '');
	if (ended || started?.type !== 'run-started') return undefined;
	const {command, operator, host, pid, at} = started;
	return {run, command, operator, host, pid, since: at};
}

/** The first and the last `size` bytes of a file as text. */
function ends(path: string, size: number): {head: string; tail: string} | undefined {
	let file: number;
	try {
		file = openSync(path, 'r');
	} catch {
		return undefined;
	}
	try {
		const length = fstatSync(file).size;
		const read = (position: number) => {
			const buffer = Buffer.alloc(Math.min(size, length));
			return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, position));
		};
		return {head: read(0), tail: read(Math.max(0, length - size))};
	} finally {
		closeSync(file);
	}
}

function parsed<Value>(line: string): Value | undefined {
	if (!line.startsWith('{')) return undefined;
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
