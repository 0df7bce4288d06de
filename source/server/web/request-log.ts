import type {Context} from '../../project/apps/routes.ts';
import {redact} from '../../terminal/redact.ts';
import {sanitise} from '../../terminal/sanitise.ts';

/** Where the server's log goes; every call is one write. */
export type Write = (text: string) => void;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A visitor can send 16 kB of address; a line of the log is for reading. */
const longestAddress = 500;

/** One line a request when it is answered: `[23/Nov/2026 22:27:35] "GET /account/ HTTP/1.1" 302 0 12ms`. */
export function requestLog(write: Write) {
	return async (context: Context, next: () => Promise<unknown>): Promise<void> => {
		const started = performance.now();
		context.res.once('close', () => {
			const {method, originalUrl, req, res, response} = context;
			const what = `${method} ${withoutSecrets(addressOf(originalUrl))} HTTP/${req.httpVersion}`;
			const milliseconds = Math.round(performance.now() - started);
			const size = method === 'HEAD' ? 0 : (response.length ?? '-');
			write(`[${logTime(new Date())}] "${what}" ${res.statusCode} ${size} ${milliseconds}ms\n`);
		});
		await next();
	};
}

/** A query may bring a token, of a link in a mail say; a path alone has no names. */
function withoutSecrets(address: string): string {
	return address.includes('?') ? redact(address) : address;
}

/** What a visitor wrote, as it may stand in one line of a log. */
export function addressOf(url: string): string {
	const text = sanitise(url, {colour: false}).replaceAll('\n', '\\n');
	return text.length > longestAddress ? `${text.slice(0, longestAddress)}…` : text;
}

/** Local time, as Django writes it. */
function logTime(time: Date): string {
	const two = (number: number) => String(number).padStart(2, '0');
	const day = `${two(time.getDate())}/${months[time.getMonth()]}/${time.getFullYear()}`;
	return `${day} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`;
}
