import type {Context} from '../../project/apps/routes.ts';
import {html} from './html.ts';
import {answerWithPage} from './page.ts';

const texts: Record<number, [title: string, text: string]> = {
	400: ['Bad request', 'The server did not understand this request.'],
	403: ['Forbidden', 'You do not have permission to view this page.'],
	404: ['Page not found', 'This page does not exist.'],
	405: ['Method not allowed', 'This page does not accept this kind of request.'],
	413: ['Too large', 'The request is larger than this page accepts.'],
	500: ['Server error', 'Something went wrong. The error has been logged.'],
	503: ['Service unavailable', 'The server cannot answer now. Try again in a few seconds.'],
};

/** A page for everyone: it shows no internals. */
export function showPlainPage(context: Context, status: number, text?: string): void {
	const fallback = texts[status < 500 ? 400 : 500]!;
	const [title, usual] = texts[status] ?? fallback;
	answerWithPage(
		context,
		`${title} (${status})`,
		html`<h1>${title} <small>(${status})</small></h1>
<p>${text ?? usual}</p>`,
	);
}

/** @param allowed `GET, HEAD, OPTIONS`; undefined if the view does not say it */
export function showMethods(context: Context, allowed?: string): void {
	const only = allowed && ` It accepts: ${allowed}.`;
	showPlainPage(context, 405, only && texts[405]![1] + only);
}

/** @param reason for the developer; undefined for everyone else */
export function showCsrfFailure(context: Context, reason?: string): void {
	answerWithPage(
		context,
		'Forbidden (403)',
		html`<h1>Forbidden <small>(403)</small></h1>
<p>CSRF verification failed. Request aborted.</p>
${
	reason === undefined
		? html`<p>Go back, reload the page and try again. This site needs cookies.</p>`
		: html`<h2>Reason given for failure</h2>
<pre>${reason}</pre>
<p>A form that sends POST needs <code>&lt;%= it.csrfInput %&gt;</code> inside its <code>&lt;form method="post"&gt;</code>; a script sends <code>it.csrfToken</code> in the header <code>X-CSRF-Token</code>. Each login creates a new token, so reload forms that were open before.</p>
<p class="quiet">You see the reason because <code>debug</code> is on in the settings.</p>`
}`,
	);
}

/** For the developer: which host to allow. */
export function showUnknownHost(context: Context, host: string): void {
	answerWithPage(
		context,
		'Bad request (400)',
		html`<h1>Bad request <small>(400)</small></h1>
<p>This server does not answer to the host <code>${host}</code>.</p>
<p class="hint">If it should, add the name, without its port, to <code>allowedHosts</code> in settings.ts.</p>`,
	);
}
