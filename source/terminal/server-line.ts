import type {Meaning, Paint} from './colours.ts';
import {sanitise} from './sanitise.ts';

/** `[23/Nov/2026 22:27:35] "GET /account/ HTTP/1.1" 302 0 12ms` */
const request = /^\[[^\]]+\] "[^\n]*" (\d{3}) \S+(?: \S+)?$/;

/** How a response's status is coloured, as in Django; undefined for 2xx. */
function statusMeaning(status: number): Meaning | undefined {
	if (status === 304) return 'not-modified';
	if (status === 404) return 'not-found';
	if (status >= 500) return 'broken';
	if (status >= 400) return 'refused';
	return status >= 300 ? 'redirected' : undefined;
}

/** Formats a sanitised line of the server's log for a terminal. */
export function paintServerLine(line: string, paint: Paint): string {
	const meaning = statusMeaning(Number(request.exec(line)?.[1] ?? 0));
	if (meaning) return paint(meaning, line);
	const showsColour = paint('quiet', '') !== '';
	return showsColour ? line : sanitise(line, {colour: false});
}
