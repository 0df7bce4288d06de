import type {Context} from '../../project/apps/routes.ts';
import {html} from './html.ts';
import {answerWithPage} from './page.ts';

const texts: Record<number, [title: string, text: string]> = {
	400: ['Bad request', 'The server did not understand this request.'],
	403: ['Forbidden', 'You may not see this page.'],
	404: ['Page not found', 'There is no such page here.'],
	405: ['Method not allowed', 'This page is not made for this kind of request.'],
	413: ['Too large', 'More was sent than this page takes.'],
	500: ['Server error', 'Something went wrong. It has been written down.'],
	503: ['Service unavailable', 'The server cannot answer now. Try again in a few seconds.'],
};

/** What everybody may see: nothing of the inside. */
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

/** @param reason for the developer; undefined for everybody else */
export function showCsrfFailure(context: Context, reason?: string): void {
	answerWithPage(
		context,
		'Forbidden (403)',
		html`<h1>Forbidden <small>(403)</small></h1>
<p>CSRF verification failed. Request aborted.</p>
${
	reason === undefined
		? html`<p>Go back, load the page again and repeat what you did. Cookies must be allowed for this site.</p>`
		: html`<h2>Reason given for failure</h2>
<pre>${reason}</pre>
<p>A form that changes something needs <code>&lt;%= it.csrfInput %&gt;</code> inside its <code>&lt;form method="post"&gt;</code>; a script sends <code>it.csrfToken</code> in the header <code>X-CSRF-Token</code>. Each login makes a new token, so a form that was open before it must be loaded again.</p>
<p class="quiet">You see the reason because <code>debug</code> is on in the settings.</p>`
}`,
	);
}

/** For the developer: which name to allow. */
export function showUnknownHost(context: Context, host: string): void {
	answerWithPage(
		context,
		'Bad request (400)',
		html`<h1>Bad request <small>(400)</small></h1>
<p>This server does not answer to the host <code>${host}</code>.</p>
<p class="hint">If it should, add the name, without its port, to <code>allowedHosts</code> in settings.ts.</p>`,
	);
}
