/** A form as a browser would send it, before somebody fills it in. */
export interface Form {
	/** As the page says it; empty for the page's own address. */
	action: string;
	method: string;
	isMultipart: boolean;
	/** Fields with their values. */
	values: Map<string, string[]>;
	/** All fields, those that are not sent by themselves included: unchecked boxes, buttons. */
	names: Set<string>;
	attributes: Map<string, string>;
}

/** Comments, scripts and the text of a field, which contain no tags; and tags. */
const token =
	/<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1\s*>|<textarea\b((?:"[^"]*"|'[^']*'|[^'">])*)>([\s\S]*?)<\/textarea\s*>|<(\/?[a-z][a-z0-9-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>([^<]*)/gi;

/** The forms of a page, by what they contain; fields elsewhere that name a form by its id are not seen. */
export function formsIn(page: string): Form[] {
	const forms: Form[] = [];
	let form: Form | undefined;
	let select: {name: string; isMultiple: boolean; isChosen: boolean} | undefined;
	for (const [, , area, areaText, tag, rest, text] of page.matchAll(token)) {
		const attributes = attributesIn(area ?? rest ?? '');
		const get = (name: string) => attributes.get(name) ?? '';
		const name = tag?.toLowerCase();
		if (name === 'form') {
			form = formOf(attributes);
			forms.push(form);
		} else if (name === '/form') form = undefined;
		else if (name === '/select') select = undefined;
		if (!form) continue;
		const isOff = attributes.has('disabled');
		if (areaText !== undefined && !isOff)
			add(form, get('name'), decode(areaText.replace(/^\r?\n/, '')));
		else if (name === 'select' && !isOff) {
			select = {name: get('name'), isMultiple: attributes.has('multiple'), isChosen: false};
			form.names.add(select.name);
		} else if (name === 'option' && select && !isOff) {
			const value = attributes.get('value') ?? decode(text!.trim());
			// Without a choice, a browser shows and sends the first one.
			const isFirst = !select.isMultiple && !form.values.has(select.name);
			if (attributes.has('selected') && !select.isMultiple) form.values.delete(select.name);
			if (attributes.has('selected') || isFirst) add(form, select.name, value);
		} else if ((name === 'input' || name === 'button') && !isOff) {
			form.names.add(get('name'));
			const type = get('type').toLowerCase() || (name === 'button' ? 'submit' : 'text');
			const isBox = type === 'checkbox' || type === 'radio';
			if (isBox ? attributes.has('checked') : !/^(?:submit|image|button|reset|file)$/.test(type))
				add(form, get('name'), isBox ? (attributes.get('value') ?? 'on') : get('value'));
		}
	}
	return forms;
}

function formOf(attributes: Map<string, string>): Form {
	return {
		action: attributes.get('action') ?? '',
		method: attributes.get('method')?.toUpperCase() === 'POST' ? 'POST' : 'GET',
		isMultipart: attributes.get('enctype')?.toLowerCase() === 'multipart/form-data',
		values: new Map(),
		names: new Set(),
		attributes,
	};
}

function add({values, names}: Form, name: string, value: string): void {
	names.add(name);
	if (name !== '') values.set(name, [...(values.get(name) ?? []), value]);
}

function attributesIn(text: string): Map<string, string> {
	const found = text.matchAll(/([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
	return new Map(
		[...found].map(([, name, double, single, bare]) => [
			name!.toLowerCase(),
			decode(double ?? single ?? bare ?? ''),
		]),
	);
}

const entities: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: '\u00A0',
};

/** What templates escape, and all numbers. */
function decode(text: string): string {
	return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
		if (name) return entities[name.toLowerCase()] ?? whole;
		return String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16));
	});
}
