import type {Context} from '../../project/apps/routes.ts';
import {redactNamed} from '../../terminal/redact.ts';
import {type Html, html} from './html.ts';

/** What the request sent and the environment, collapsed and without secrets. */
export function requestDetails({req, request, query, params, settings}: Context): Html {
	const {body} = request as {body?: unknown};
	const environment = Object.entries(process.env).sort(([a], [b]) => a.localeCompare(b));
	const list = (title: string, entries: [string, unknown][]) =>
		entries.length > 0 &&
		html`<details>
<summary><h2>${title}</h2></summary>
<dl>
${entries.map(([name, value]) => html`<dt><code>${name}</code></dt><dd><code>${redactNamed(name, textOf(value), settings)}</code></dd>\n`)}</dl>
</details>
`;
	return html`${[
		list('Parameters of the route', Object.entries(params ?? {})),
		list('Parameters of the query', Object.entries(query)),
		list('Form fields', typeof body === 'object' ? Object.entries(body ?? {}) : []),
		list('Request headers', pairs(req.rawHeaders)),
		list('Environment', environment),
	].filter(section => section !== false)}`;
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Node lists names and values alternately. */
function pairs(raw: string[]): [string, string][] {
	return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}
