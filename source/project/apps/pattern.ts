import {CommandError} from '../../errors/command-error.ts';

const greatest = String(Number.MAX_SAFE_INTEGER);

/** The smaller numbers with as many digits, by the first digit in which they differ. */
const smaller = [...greatest].flatMap((digit, index) => {
	if (digit === '0') return [];
	return `${greatest.slice(0, index)}[0-${Number(digit) - 1}][0-9]{${greatest.length - index - 1}}`;
});

/** What each converter matches, as in Django; `int` goes up to the greatest safe integer. */
const converters = {
	int: `0*(?:[0-9]{1,${greatest.length - 1}}|${[...smaller, greatest].join('|')})`,
	str: '[^/]+',
	slug: '[-a-zA-Z0-9_]+',
	uuid: '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
	path: '.+',
};

export interface Parameter {
	name: string;
	converter: keyof typeof converters;
}

/** Text of a URL, a parameter, or parts that a URL may leave out. */
export type Part = string | Parameter | Part[];

export interface Pattern {
	parts: Part[];
	parameters: Parameter[];
	/** Matches the path of a URL, with a named group for each parameter. */
	regexp: RegExp;
}

const token =
	/<(?:(?<converter>\w+):)?(?<name>[a-z_$][\w$]*)>|:(?<str>[a-z_$][\w$]*)|\*(?<path>[a-z_$][\w$]*)|(?<brace>[{}])|\\(?<escaped>.)|(?<text>[^<>:*{}\\()[\]+?!])/iuy;

/** @throws CommandError `routes` */
export function readPattern(text: string): Pattern {
	const parameters: Parameter[] = [];
	const open: [Part[], ...Part[][]] = [[]];
	for (let at = 0; at < text.length; at = token.lastIndex) {
		token.lastIndex = at;
		const found = token.exec(text)?.groups;
		const parts = open.at(-1)!;
		if (!found) throw unreadable(text, `cannot be read from ${text.slice(at)} on`);
		const name = found.name ?? found.str ?? found.path;
		if (found.brace === '{') open.push([]);
		else if (found.brace) {
			if (open.length === 1) throw unreadable(text, 'has a } without its {');
			open.pop();
			open.at(-1)!.push(parts);
		} else if (name) {
			const converter = found.converter ?? (found.path ? 'path' : 'str');
			if (!isConverter(converter)) throw unreadable(text, `names no converter with ${converter}`);
			if (parameters.some(other => other.name === name))
				throw unreadable(text, `has two parameters named ${name}`);
			parts.push({name, converter});
			parameters.push({name, converter});
		} else parts.push(encoded(found.escaped ?? found.text!));
	}
	if (open.length > 1) throw unreadable(text, 'has a { without its }');
	const end = text.endsWith('/') ? '' : '/?';
	return {parts: open[0], parameters, regexp: new RegExp(`^${sourceOf(open[0])}${end}$`)};
}

/** The values in a path that the pattern matches. */
export function valuesIn({regexp, parameters}: Pattern, path: string): Record<string, unknown> {
	const groups = regexp.exec(path)?.groups ?? {};
	const given = parameters.filter(({name}) => groups[name] !== undefined);
	return Object.fromEntries(
		given.map(({name, converter}) => [
			name,
			converter === 'int' ? Number(groups[name]) : decoded(groups[name]!),
		]),
	);
}

/** A value, encoded for a URL; undefined if the parameter cannot have it. */
export function writeValue({converter}: Parameter, value: unknown): string | undefined {
	const text = String(value).toWellFormed();
	const segments = converter === 'path' ? text.split('/') : [text];
	const written = segments.map(encodeURIComponent).join('/');
	// Browsers take these for the folder itself and the one above.
	const isRelative = segments.some(segment => segment === '.' || segment === '..');
	const isMatched = new RegExp(`^(?:${converters[converter]})$`).test(written);
	return isMatched && !isRelative ? written : undefined;
}

function isConverter(name: string): name is keyof typeof converters {
	return Object.hasOwn(converters, name);
}

function sourceOf(parts: Part[]): string {
	const sources = parts.map(part => {
		if (typeof part === 'string') return part.replace(/[.$^|\\()[\]+?*{}]/g, '\\$&');
		if (Array.isArray(part)) return `(?:${sourceOf(part)})?`;
		return `(?<${part.name}>${converters[part.converter]})`;
	});
	return sources.join('');
}

/** Browsers send other letters encoded. */
function encoded(character: string): string {
	return /[^\x21-\x7e]/u.test(character) ? encodeURIComponent(character) : character;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function unreadable(text: string, why: string): CommandError {
	return new CommandError(`The pattern ${text} ${why}.`, {
		code: 'routes',
		hint: `A parameter is <int:id>, with one of the converters ${Object.keys(converters).join(', ')}. Put \\ before a character with a meaning.`,
	});
}
