import type {Meaning, Paint} from './colours.ts';
import {sanitise} from './sanitise.ts';

/** `[23/Nov/2026 22:27:35] "GET /account/ HTTP/1.1" 302 0 12ms` */
const request = /^\[[^\]]+\] "[^\n]*" (\d{3}) \S+(?: \S+)?$/;

/** The meaning of a request line's status; undefined for 2xx, and for other lines. */
function requestMeaning(line: string): Meaning | undefined {
	const status = Number(request.exec(line)?.[1] ?? 0);
	if (status === 304) return 'not-modified';
	if (status === 404) return 'not-found';
	if (status >= 500) return 'broken';
	if (status >= 400) return 'refused';
	if (status >= 300) return 'redirected';
	return undefined;
}

/** Formats a sanitised line of the server's log for a terminal. */
export function paintServerLine(line: string, paint: Paint): string {
	const meaning = requestMeaning(line);
	if (meaning) return paint(meaning, line);
	const showsColour = paint('quiet', '') !== '';
	return showsColour ? line : sanitise(line, {colour: false});
}
