import type {Context} from '../../project/apps/routes.ts';
import {redact} from '../../terminal/redact.ts';
import {sanitise} from '../../terminal/sanitise.ts';

/** Writes to the server's log; each call is one write. */
export type Write = (text: string) => void;

/** Characters of an address that are logged; a visitor can send 16 kB. */
const longestAddress = 500;

/** Logs one line per request once it is answered: `[23/Nov/2026 22:27:35] "GET /account/ HTTP/1.1" 302 0 12ms`. */
export function requestLog(write: Write, {visitors}: {visitors?: boolean} = {}) {
	return async (context: Context, next: () => Promise<unknown>): Promise<void> => {
		const started = performance.now();
		context.res.once('close', () => {
			const {method, originalUrl, req, res, response} = context;
			const what = `${method} ${addressOf(originalUrl)} HTTP/${req.httpVersion}`;
			const milliseconds = Math.round(performance.now() - started);
			const size = method === 'HEAD' ? 0 : (response.length ?? '-');
			write(
				`[${logTime(new Date())}] "${what}" ${res.statusCode} ${size} ${milliseconds}ms${visitors ? visitorOf(context) : ''}\n`,
			);
		});
		await next();
	};
}

/** ` 203.0.113.7 "ada"`, or ` 203.0.113.7 -` for somebody who is not logged in. */
function visitorOf({ip, state}: Context): string {
	const name = state.user?.username;
	const address = addressOf(ip.replace(/^::ffff:(?=\d+\.)/i, ''));
	return ` ${address} ${typeof name === 'string' ? JSON.stringify(addressOf(name)) : '-'}`;
}

/** A text of an application or a visitor as one line of the log. */
export function logLine(text: string): string {
	return `${sanitise(text, {colour: false}).replaceAll('\n', '\\n')}\n`;
}

/** A visitor's text, safe to log in one line. */
export function addressOf(url: string): string {
	// It may contain a token, for example of a link in an e-mail.
	const safe = /[?-]/.test(url) ? redact(url) : url;
	const text = sanitise(safe, {colour: false}).replaceAll('\n', '\\n');
	return text.length > longestAddress ? `${text.slice(0, longestAddress)}…` : text;
}

/** Local time in Django's format, from `Mon Nov 23 2026` and `22:27:35 GMT`. */
function logTime(time: Date): string {
	const [, month, day, year] = time.toDateString().split(' ');
	return `${day}/${month}/${year} ${time.toTimeString().slice(0, 8)}`;
}
