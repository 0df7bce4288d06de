import {parse, type SyntaxNode} from './syntax.ts';

/** What stood in the places of the names that begin with `$`, by these names. */
export type Found = Record<string, any>;

/**
 * Finds code by example. In it a name that begins with `$` stands for anything, and a block of nothing but
 * `$$` for a block of any statements, which are found as `block`.
 * @returns undefined from the matcher for any other code
 */
export function matcher(example: string): (node: SyntaxNode | undefined) => Found | undefined {
	let pattern: SyntaxNode | undefined;
	return node => {
		pattern ??= parse(example, 'javascript').statements[0];
		const found: Found = {};
		return fits(pattern, node, found) ? found : undefined;
	};
}

/** What an example stands for: takes over what was found, and returns what is false where it cannot. */
export type Rule<T> = [example: string, take: (found: Found, into: T) => unknown];

/**
 * @param parseAll the examples in one program, which is parsed once
 * @returns tells whether one of the examples fits and was taken over
 */
export function matchRules<T>(rules: Rule<T>[], parseAll: (examples: string[]) => SyntaxNode[]) {
	let patterns: SyntaxNode[] | undefined;
	return (node: SyntaxNode, into: T): boolean => {
		patterns ??= parseAll(rules.map(([example]) => example));
		return rules.some(([, take], index) => {
			const found: Found = {};
			return fits(patterns![index], node, found) && Boolean(take(found, into));
		});
	};
}

function fits(pattern: any, node: any, found: Found): boolean {
	if (typeof pattern !== 'object' || pattern === null) return pattern === node;
	if (typeof node !== 'object' || node === null) return false;
	const {type, name, value} = pattern;
	const word = type === 'Identifier' ? name : value;
	if (typeof word === 'string' && word.startsWith('$')) {
		found[word.slice(1)] = node;
		return true;
	}
	if (type === 'BlockStatement' && pattern.body?.[0].expression?.name === '$$') {
		found.block = node.body ?? [];
		return node.type === 'BlockStatement';
	}
	const keys = Object.keys(pattern);
	const isAsLarge = keys.length === Object.keys(node).length;
	return isAsLarge && keys.every(key => fits(pattern[key], node[key], found));
}
