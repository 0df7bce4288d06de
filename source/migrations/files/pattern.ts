import {parse, type SyntaxNode} from './syntax.ts';

/** The code in the places of the names that begin with `$`, by name without the `$`. */
export type Found = Record<string, any>;

/**
 * Matches code with an example. In the example, a name that begins with `$` matches any code, and a block
 * of nothing but `$$` matches any block, whose statements are found as `block`.
 * @param place what the example is
 * @returns undefined from the matcher for other code
 */
export function matcher(example: string, place: 'statement' | 'member' = 'statement') {
	let pattern: SyntaxNode | undefined;
	return (node: SyntaxNode | undefined): Found | undefined => {
		pattern ??= place === 'member' ? memberOf(example) : statementOf(example);
		const found: Found = {};
		return fits(pattern, node, found) ? found : undefined;
	};
}

/** An example, and what to do with what it finds: returns a false value if the code does not fit. */
export type Rule<T> = [example: string, take: (found: Found, into: T) => unknown];

/** @returns whether one of the rules took the code */
export function matchRules<T>(rules: Rule<T>[], place?: 'statement' | 'member') {
	const matchers = rules.map(([example, take]) => [matcher(example, place), take] as const);
	return (node: SyntaxNode, into: T): boolean =>
		matchers.some(([match, take]) => {
			const found = match(node);
			return found && take(found, into);
		});
}

function statementOf(code: string): SyntaxNode {
	return parse(code, 'javascript').statements[0]!;
}

function memberOf(code: string): SyntaxNode {
	return statementOf(`class A extends B { ${code} }`).body.body[0];
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
