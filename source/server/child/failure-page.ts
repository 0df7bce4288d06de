import type {IncomingMessage, RequestListener, ServerResponse} from 'node:http';
import {redact} from '../../terminal/redact.ts';
import {isFromThisMachine} from '../control/address.ts';
import type {Failure} from '../control/failure.ts';
import {type Html, html} from '../pages/html.ts';
import {excerptSection, pageHeaders, pageText} from '../pages/page.ts';
import {excerptAt} from '../pages/source-excerpt.ts';
import {isLocalName} from '../web/host.ts';

const title = 'The application does not run';

/** Answers every request: the application does not run. Only this machine sees why. */
export function answerWithFailure(failure: Failure, root: string): RequestListener {
	return (request: IncomingMessage, response: ServerResponse) => {
		const isForDeveloper = isFromThisMachine(request) && isLocalName(request.headers.host ?? '');
		response.writeHead(500, {
			...pageHeaders,
			'Content-Type': 'text/html; charset=utf-8',
			'X-Content-Type-Options': 'nosniff',
			Connection: 'close',
		});
		const page = () => pageText(title, body(isForDeveloper ? reasonOf(failure, root) : ''));
		response.end(request.method === 'HEAD' ? undefined : page());
	};
}

function body(reason: Html | ''): Html {
	return html`<h1>${title} <small>(500)</small></h1>
${reason}
<p class="quiet">The port stays open. The application restarts when you save a file.</p>`;
}

function reasonOf(failure: Failure, root: string): Html {
	const {message, hint} = failure;
	return html`<p class="wrong"><strong>${redact(message)}</strong></p>
${hint === undefined ? '' : html`<p class="hint">${redact(hint)}</p>`}
${excerptSection(excerptAt(failure, root))}`;
}
