import {createReadStream} from 'node:fs';
import {CommandError} from '../errors/command-error.ts';
import {meaningOf} from '../errors/system-error.ts';

/** Of a dump, which has one as JSON in each line: the header, rows, and how many rows there are. */
export type Line =
	| typeof header
	| {entity: string; row: Record<string, unknown>}
	| {objects: number};

/** The first line of a dump. Only a file that begins with it must be complete: others are written by hand. */
export const header = {format: 'quarterdeck-data', version: 1} as const;

export interface FileRow {
	entity: string;
	row: Record<string, unknown>;
	/** `data.jsonl:12` */
	place: string;
}

/**
 * The rows of a dump.
 * @param file `-` is the standard input
 * @throws CommandError `data-file`, `not-read`
 */
export async function* rowsIn(file: string, stdin: NodeJS.ReadableStream): AsyncGenerator<FileRow> {
	let number = 0;
	let count = 0;
	let isDump = false;
	let isComplete = false;
	for await (const text of linesOf(file, stdin)) {
		number++;
		const place = `${file}:${number}`;
		if (text.trim() === '') continue;
		const line = parsed(text, place);
		if (isComplete) throw unfit(place, 'the dump has ended before this line');
		if (line.format !== undefined) {
			if (count > 0 || isDump) throw unfit(place, 'a header stands in the first line only');
			verifyHeader(line, place);
			isDump = true;
		} else if (line.objects !== undefined) {
			if (line.objects !== count)
				throw unfit(place, `it has ${count} rows, and should have ${line.objects}`);
			isComplete = true;
		} else {
			const {entity, row} = line;
			if (typeof entity !== 'string' || !isObject(row))
				throw unfit(place, `it is not {"entity": "…", "row": {…}}`);
			count++;
			yield {entity, row, place};
		}
	}
	if (isDump && !isComplete)
		throw unfit(`${file}:${number}`, 'the dump is not complete: its last line is missing');
}

function verifyHeader({format, version}: Record<string, unknown>, place: string): void {
	if (format !== header.format) throw unfit(place, 'it is not a dump of this program');
	if (version !== header.version)
		throw unfit(place, `version ${JSON.stringify(version)} of the format is not known here`);
}

/** @throws CommandError `data-file` */
function parsed(text: string, place: string): Record<string, unknown> {
	let line: unknown;
	try {
		line = JSON.parse(text);
	} catch {
		throw unfit(place, 'it is not a line of JSON');
	}
	if (!isObject(line)) throw unfit(place, 'it is not a JSON object');
	return line;
}

/** Never more than a piece of the file and one line of it are in memory. */
async function* linesOf(file: string, stdin: NodeJS.ReadableStream): AsyncGenerator<string> {
	const decoder = new TextDecoder('utf-8', {fatal: true});
	let rest = '';
	try {
		for await (const piece of file === '-' ? stdin : createReadStream(file)) {
			const lines = decoder.decode(Buffer.from(piece), {stream: true}).split('\n');
			lines[0] = rest + lines[0];
			rest = lines.pop()!;
			yield* lines;
		}
		rest += decoder.decode();
	} catch (error) {
		if ((error as {code?: string}).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
			throw unfit(file, 'it is not text in UTF-8');
		throw notRead(file, error);
	}
	if (rest !== '') yield rest;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notRead(file: string, error: unknown): CommandError {
	const {reason, hint} = meaningOf(error);
	return new CommandError(`${file} cannot be read: ${reason}.`, {
		code: 'not-read',
		hint,
		cause: error,
	});
}

/** What is wrong with a line. Nothing of its values is shown, which may be secret. */
export function unfit(place: string, reason: string, cause?: unknown): CommandError {
	return new CommandError(`${place}: ${reason}${reason.endsWith('?') ? '' : '.'}`, {
		code: 'data-file',
		hint: 'Nothing was changed. Correct the file, and load it again.',
		cause,
	});
}
