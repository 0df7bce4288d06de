import type {SyntaxNode} from './syntax.ts';

/**
 * The value of what is written out: a text, a number, a list or an object of these.
 * @returns undefined for what only running it would tell
 */
export function constantOf(node: unknown): any {
	const {type, value, elements = [], properties = []}: any = node ?? {};
	if (type === 'Text') return value;
	// A regular expression, or a large integer.
	if (type === 'Literal') return typeof value === 'object' && value !== null ? undefined : value;
	if (type === 'ArrayExpression') {
		const values = elements.map(constantOf);
		return values.includes(undefined) ? undefined : values;
	}
	if (type !== 'ObjectExpression') return undefined;
	const entries: [string, unknown][] = properties.map(entryOf);
	return entries.some(([, one]) => one === undefined) ? undefined : Object.fromEntries(entries);
}

function entryOf({key, value, kind, computed}: SyntaxNode): [string, unknown] {
	const isPlain = kind === 'init' && !computed && key.value !== '__proto__';
	return isPlain ? [key.value, constantOf(value)] : ['', undefined];
}
