import type {IncomingMessage, RequestListener, ServerResponse} from 'node:http';
import {isLoopback} from './address.ts';
import type {Failure} from './failure.ts';
import {escapeHtml} from './html.ts';

/**
 * Answers every request with why the application does not run. What is wrong is shown to this
 * machine alone; others learn only that it does not run.
 */
export function answerWithFailure(failure: Failure): RequestListener {
	return (request: IncomingMessage, response: ServerResponse) => {
		const isLocal = isLoopback(request.socket.remoteAddress ?? '');
		response.writeHead(500, {
			'Content-Type': 'text/html; charset=utf-8',
			'Cache-Control': 'no-store',
			'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
			'X-Content-Type-Options': 'nosniff',
			Connection: 'close',
		});
		response.end(request.method === 'HEAD' ? undefined : page(isLocal ? failure : undefined));
	};
}

function page(failure: Failure | undefined): string {
	const reason = failure
		? `<pre>${escapeHtml(failure.message)}</pre>${failure.hint ? `<p>${escapeHtml(failure.hint)}</p>` : ''}`
		: '';
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The server is not running</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:3rem auto;padding:0 1rem}pre{padding:1rem;background:#fee;color:#900;white-space:pre-wrap}</style>
<h1>The server is not running</h1>
${reason}
<p>The port stays open. As soon as a file is saved the application is started again.</p>
</html>
`;
}
