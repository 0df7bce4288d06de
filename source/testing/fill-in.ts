import {type Form, formsIn} from './forms.ts';
import type {TestResponse} from './response.ts';

/** The request of a form that somebody has filled in. */
interface Filled {
	method: string;
	/** A path on the site. */
	url: string;
	body?: URLSearchParams | FormData;
}

/** @param wanted `#id` or an action @throws Error */
export function filledIn(
	response: TestResponse,
	entries: [string, string][],
	wanted: string | undefined,
): Filled {
	const form = formOf(response, wanted);
	const values = new Map(form.values);
	for (const [name] of entries) {
		if (!form.names.has(name))
			throw new Error(`The form has no field '${name}'. It has ${[...form.names].join(', ')}.`);
		values.delete(name);
	}
	const all = [
		...[...values].flatMap(([name, each]) => each.map(value => [name, value])),
		...entries,
	];
	const {pathname, search} = new URL(
		form.action || response.url,
		new URL(response.url, 'http://site'),
	);
	const fields = new URLSearchParams(all as [string, string][]);
	if (form.method === 'GET') return {method: 'GET', url: `${pathname}?${fields}`};
	const url = `${pathname}${search}`;
	if (!form.isMultipart) return {method: 'POST', url, body: fields};
	const body = new FormData();
	for (const [name, value] of fields) body.append(name, value);
	return {method: 'POST', url, body};
}

function formOf(response: TestResponse, wanted: string | undefined): Form {
	const forms = formsIn(response.text());
	const named = ({attributes, action}: Form) =>
		wanted === undefined || `#${attributes.get('id')}` === wanted || action === wanted;
	const found = forms.filter(named);
	if (found.length === 1) return found[0]!;
	const all = forms.map(({attributes, action}) =>
		attributes.has('id') ? `#${attributes.get('id')}` : action || 'one without an action',
	);
	const which = wanted === undefined ? '' : ` ${wanted}`;
	throw new Error(
		found.length === 0
			? `${response.url} (status ${response.status}) has no form${which}${all.length > 0 ? `. It has ${all.join(', ')}` : ''}.`
			: `${response.url} has several forms${which}: ${all.join(', ')}. Name one: {form: '#id'}.`,
	);
}
