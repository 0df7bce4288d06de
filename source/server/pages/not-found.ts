import type {Context, Route} from '../../project/apps/routes.ts';
import {type Html, html} from './html.ts';
import {answerWithPage, requestTable} from './page.ts';

/**
 * For the developer: every route that was tried, in order.
 * @param matched why the view of the route that matched found nothing
 */
export function showRoutesTried(
	context: Context,
	routes: Route[],
	matched?: {reason?: string | undefined},
): void {
	const current = context.path.replace(/^\//, '');
	const subject =
		current === '' ? html`The empty path` : html`The current path, <code>${current}</code>,`;
	answerWithPage(
		context,
		'Page not found (404)',
		html`<h1>Page not found <small>(404)</small></h1>
${requestTable(context)}
${matched?.reason ? html`<p class="hint">${matched.reason}</p>` : ''}
${hintFor(context, routes)}
<p>Quarterdeck tried these URL patterns, in this order:</p>
<ol>
${routes.map(routeItem)}</ol>
<p>${subject} ${matched ? 'matched the pattern, but its view found nothing.' : 'didn’t match any of these.'}</p>
<p class="quiet">You see the routes because <code>debug</code> is on in the settings. In production, visitors get a plain 404 page.</p>`,
	);
}

function routeItem({pattern, name}: Route): Html {
	const label = name === undefined ? '' : html` <span class="name">[name='${name}']</span>`;
	return html`<li><code>${pattern}</code>${label}</li>
`;
}

/** In a new project a login leads to a page that does not exist yet. */
function hintFor({path, settings}: Context, routes: Route[]): Html | '' {
	if (path !== settings.loginRedirectUrl) return '';
	const other = routes.find(({pattern, name}) => !/[<:*{]/.test(pattern) && name !== 'login');
	return html`<p class="hint">Users are sent here after login, because <code>loginRedirectUrl</code> is <code>${path}</code>. Write a view for it, or choose another page in settings.ts: <code>loginRedirectUrl: '${other?.pattern ?? '/'}'</code></p>`;
}
