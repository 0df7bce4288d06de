import {randomBytes, timingSafeEqual} from 'node:crypto';
import type {Middleware} from '../../project/apps/middleware.ts';
import type {Context} from '../../project/apps/routes.ts';
import type {Project} from '../../project/project.ts';
import {startRun} from '../../runs/start-run.ts';
import {isFromThisMachine} from '../control/address.ts';
import {type Html, html} from './html.ts';
import {answerWithPage} from './page.ts';

const address = '/__quarterdeck__/migrate';

/** Known only to pages from this process. */
const token = randomBytes(32).toString('base64url');

/** The button on the page about a missing table. @param back the page to return to */
export function migrateButton(back: string): Html {
	return html`<form method="post" action="${address}">
<input type="hidden" name="token" value="${token}">
<input type="hidden" name="back" value="${back}">
<button type="submit">Run the pending migrations</button>
</form>`;
}

/**
 * Runs `quarterdeck migrate --noinput` as a run that every operator sees. Only for the developer on this
 * machine, from a page of this server: another site has another Origin and no token.
 */
export function migrateOnDemand({root, settings}: Project): Middleware {
	return async (context, next) => {
		if (context.path !== address || !settings.debug || !isFromThisMachine(context.req))
			return next();
		if (settings.environment === 'production' || context.method !== 'POST') return next();
		if (!isFromOurPage(context))
			return context.throw(403, 'This request does not come from a page of this server.');
		const {exitCode} = await startRun(root, ['migrate', '--noinput']).ended;
		if (exitCode === 0) {
			context.status = 303;
			context.redirect(localPath(context.request.body.back));
		} else showOutcome(context, exitCode);
	};
}

function isFromOurPage(context: Context): boolean {
	const origin = context.get('Origin');
	const site = context.get('Sec-Fetch-Site');
	if (origin !== `${context.protocol}://${context.host}`) return false;
	if (site !== '' && site !== 'same-origin') return false;
	const given = Buffer.from(String(context.request.body.token ?? ''));
	return given.length === token.length && timingSafeEqual(given, Buffer.from(token));
}

/** A path on this site, whatever the form sent. */
function localPath(back: unknown): string {
	return typeof back === 'string' && /^\/(?![/\\])[\w\-./?=&%~]*$/.test(back) ? back : '/';
}

function showOutcome(context: Context, exitCode: number): void {
	const needsAnswer = exitCode === 3;
	answerWithPage(
		context,
		'Migrations were not applied',
		html`<h1>The migrations were not applied</h1>
<p>${needsAnswer ? 'They need an answer first.' : `The run ended with exit code ${exitCode}.`}</p>
<p class="hint">Run <code>quarterdeck migrate</code> in a terminal to see why and to answer its questions.</p>`,
	);
	context.status = 500;
}
