import {closeSync, fstatSync, openSync, readFileSync, readSync} from 'node:fs';

/** The first and the last `size` bytes of a file as text; undefined when it cannot be read. */
export function readEnds(path: string, size: number): {head: string; tail: string} | undefined {
	return withFile(path, file => {
		const length = fstatSync(file).size;
		const read = (position: number) => {
			const buffer = Buffer.alloc(Math.min(size, length));
			return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, position));
		};
		return {head: read(0), tail: read(Math.max(0, length - size))};
	});
}

/** The number of lines that have an end; 0 when the file cannot be read. */
export function countLines(path: string): number {
	return withFile(path, newlinesIn) ?? 0;
}

const piece = 1_000_000;
const newline = 10;

function newlinesIn(file: number): number {
	const buffer = Buffer.allocUnsafe(piece);
	let count = 0;
	for (;;) {
		const part = buffer.subarray(0, readSync(file, buffer, 0, piece, null));
		if (part.length === 0) return count;
		for (let at = part.indexOf(newline); at >= 0; at = part.indexOf(newline, at + 1)) count++;
	}
}

function withFile<Result>(path: string, read: (file: number) => Result): Result | undefined {
	let file: number;
	try {
		file = openSync(path, 'r');
	} catch {
		return undefined;
	}
	try {
		return read(file);
	} finally {
		closeSync(file);
	}
}

/** The object in a JSON file; undefined when it is missing, unreadable or damaged. */
export function readObject<Value>(path: string): Partial<Value> | undefined {
	try {
		return parseLine<Value>(readFileSync(path, 'utf8'));
	} catch {
		return undefined;
	}
}

/** Whether what should be texts are texts, or missing. */
export function areTexts(...values: unknown[]): boolean {
	return values.every(value => value === undefined || typeof value === 'string');
}

/** Parses a JSON object, such as a line of NDJSON; undefined when it is incomplete. */
export function parseLine<Value>(line: string): Value | undefined {
	if (!line.startsWith('{')) return undefined;
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
