import type {Context} from '../../project/apps/routes.ts';
import {redactNamed} from '../../terminal/redact.ts';
import {type Html, html} from './html.ts';

/** The request's headers and the environment, collapsed and without secrets. */
export function requestDetails({req, settings}: Context): Html {
	const headers = pairs(req.rawHeaders);
	const environment = Object.entries(process.env).sort(([a], [b]) => a.localeCompare(b));
	const list = (title: string, entries: [string, string | undefined][]) => html`<details>
<summary><h2>${title}</h2></summary>
<dl>
${entries.map(([name, value = '']) => html`<dt><code>${name}</code></dt><dd><code>${redactNamed(name, value, settings)}</code></dd>\n`)}</dl>
</details>
`;
	return html`${list('Request headers', headers)}${list('Environment', environment)}`;
}

/** Node lists names and values alternately. */
function pairs(raw: string[]): [string, string][] {
	return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}
