import {structuredLine} from './structured-line.ts';

export interface LoggedRequest {
	status: number;
	milliseconds: number;
	/** In milliseconds since 1970. */
	at: number;
}

const pattern =
	/^\[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}) (\d{2}):(\d{2}):(\d{2})\] "[^\n]*" (\d{3}) \S+(?: (\d+)ms)?$/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Reads request lines of our own server and of pino-http. */
export function loggedRequest(line: string): LoggedRequest | undefined {
	if (line[0] === '{') return structuredRequest(line);
	const match = pattern.exec(line);
	if (!match) return undefined;
	return {status: Number(match[7]), milliseconds: Number(match[8] ?? 0), at: timeIn(match)};
}

export function requestTime(line: string): Date | undefined {
	const match = pattern.exec(line);
	return match ? new Date(timeIn(match)) : undefined;
}

function timeIn([, day, month, year, ...clock]: RegExpExecArray): number {
	const [hours, minutes, seconds] = clock.map(Number);
	const date = new Date(Number(year), months.indexOf(month!), Number(day), hours, minutes, seconds);
	return date.getTime();
}

function structuredRequest(line: string): LoggedRequest | undefined {
	const {fields, time} = structuredLine(line) ?? {};
	const status = (fields?.res as {statusCode?: unknown} | undefined)?.statusCode;
	if (typeof status !== 'number' || !time) return undefined;
	return {status, milliseconds: Number(fields!.responseTime ?? 0), at: time.getTime()};
}
