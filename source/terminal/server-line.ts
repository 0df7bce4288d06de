import type {Meaning, Paint} from './colours.ts';
import {sanitise} from './sanitise.ts';

/** `[23/Nov/2026 22:27:35] "GET /account/ HTTP/1.1" 302 0 12ms` */
const request = /^\[[^\]]+\] "[^\n]*" (\d{3}) \S+(?: \S+)?$/;

/** How a response's status is coloured. */
export function statusMeaning(status: number): Meaning {
	if (status >= 500) return 'error';
	if (status >= 400) return 'warning';
	return status >= 300 ? 'redirect' : 'applied';
}

/** Formats a sanitised line of the server's log for a terminal. */
export function paintServerLine(line: string, paint: Paint): string {
	const status = request.exec(line)?.[1];
	if (status) return paint(statusMeaning(Number(status)), line);
	const showsColour = paint('quiet', '') !== '';
	return showsColour ? line : sanitise(line, {colour: false});
}
