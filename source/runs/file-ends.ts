import {closeSync, fstatSync, openSync, readSync} from 'node:fs';

/** The first and the last `size` bytes of a file as text; undefined when it cannot be read. */
export function readEnds(path: string, size: number): {head: string; tail: string} | undefined {
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

/** Parses a line of NDJSON; undefined when it is incomplete. */
export function parseLine<Value>(line: string): Value | undefined {
	if (!line.startsWith('{')) return undefined;
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
