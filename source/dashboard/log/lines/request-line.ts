import {structuredLine} from './structured-line.ts';

export interface LoggedRequest {
	status: number;
	milliseconds: number;
	/** In milliseconds since 1970. */
	at: number;
}

const beginning = /^\[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}) (\d{2}):(\d{2}):(\d{2})\] "/;
const ending = /^" (\d{3}) \S+(?: (\d+)ms)?$/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const timeLength = '[23/Nov/2026 22:27:35] "'.length;

/** Where a line of our own server's has this byte. */
const bracketAt = '[23/Nov/2026 22:27:35'.length;
const bracket = 0x5d;

/** The lines that may be of requests, in no order: of a flood of others, nothing is decoded. */
export function* mayBeRequests(bytes: Buffer): Generator<string> {
	for (const start of startsOf(bytes, '[')) {
		if (bytes[start + bracketAt] === bracket) yield lineAt(bytes, start);
	}
	for (const start of startsOf(bytes, '{')) yield lineAt(bytes, start);
}

/** Where lines start with a letter. */
function* startsOf(bytes: Buffer, letter: string): Generator<number> {
	if (bytes[0] === letter.charCodeAt(0)) yield 0;
	const wanted = `\n${letter}`;
	for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) yield at + 1;
}

function lineAt(bytes: Buffer, start: number): string {
	return bytes.toString('utf8', start, bytes.indexOf(0x0a, start));
}

/** Reads request lines of our own server and of pino-http. */
export function loggedRequest(line: string): LoggedRequest | undefined {
	if (line[0] === '{') return structuredRequest(line);
	const match = endOf(line);
	const at = match ? timeAtStart(line) : undefined;
	if (!match || at === undefined) return undefined;
	return {status: Number(match[1]), milliseconds: Number(match[2] ?? 0), at};
}

export function requestTime(line: string): Date | undefined {
	const at = endOf(line) ? timeAtStart(line) : undefined;
	return at === undefined ? undefined : new Date(at);
}

function endOf(line: string): RegExpExecArray | null {
	if (line[0] !== '[') return null;
	return ending.exec(line.slice(line.lastIndexOf('" ')));
}

/** Many lines are of the same second, and a local time is slow to compute. */
let last: {text: string; at: number | undefined} = {text: '', at: undefined};

function timeAtStart(line: string): number | undefined {
	const text = line.slice(0, timeLength);
	if (text !== last.text) {
		const match = beginning.exec(text);
		last = {text, at: match ? timeIn(match) : undefined};
	}
	return last.at;
}

function timeIn([, day, month, year, ...clock]: RegExpExecArray): number {
	const [hours, minutes, seconds] = clock.map(Number);
	const date = new Date(Number(year), months.indexOf(month!), Number(day), hours, minutes, seconds);
	return date.getTime();
}

function structuredRequest(line: string): LoggedRequest | undefined {
	if (!line.includes('"statusCode"')) return undefined;
	const {fields, time} = structuredLine(line) ?? {};
	const status = (fields?.res as {statusCode?: unknown} | undefined)?.statusCode;
	if (typeof status !== 'number' || !time) return undefined;
	return {status, milliseconds: Number(fields!.responseTime ?? 0), at: time.getTime()};
}
