import {closeSync, fstatSync, ftruncateSync, openSync, readSync} from 'node:fs';
import {writeWhole} from './atomic-file.ts';

/** Opens a file of lines for `appendLines`; a new one is for its owner alone. */
export function openLines(file: string): number {
	return openSync(file, 'a+', 0o600);
}

/**
 * Appends whole lines or nothing, also behind a line that a killed process left incomplete.
 * @param descriptor from `openLines`
 * @param text ends with a line end
 * @throws the system's error, such as ENOSPC
 */
export function appendLines(descriptor: number, text: string): void {
	const {size} = fstatSync(descriptor);
	const bytes = Buffer.from(endsLine(descriptor, size) ? text : `\n${text}`);
	try {
		writeWhole(descriptor, bytes);
	} catch (error) {
		// What another process has appended meanwhile stays.
		const added = fstatSync(descriptor).size - size;
		if (added > 0 && added < bytes.length) ftruncateSync(descriptor, size);
		throw error;
	}
}

/** The same with a file that is not open. */
export function appendLinesTo(file: string, text: string): void {
	const descriptor = openLines(file);
	try {
		appendLines(descriptor, text);
	} finally {
		closeSync(descriptor);
	}
}

function endsLine(descriptor: number, size: number): boolean {
	const last = Buffer.alloc(1);
	return size === 0 || (readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] === 0x0a);
}
