import {createRequire} from 'node:module';

/** A part of a program, with ESTree's names; a `Text` is a string in any quotes. */
export interface SyntaxNode {
	type: string;
	[key: string]: any;
}

export type Language = 'javascript' | 'typescript';

/** Why a text is no program. */
export interface SyntaxFault {
	/** `Unexpected token` */
	reason: string;
	/** Counts from 1. */
	line: number;
}

/** A program without types, comments and formatting: the same code is the same data. */
export interface Syntax {
	/** False after a syntax error: then there are no statements, but the members before it. */
	isWhole: boolean;
	fault?: SyntaxFault;
	statements: SyntaxNode[];
	/** The members of all classes. */
	members: SyntaxNode[];
	/** Their texts. */
	comments: string[];
}

const require = createRequire(import.meta.url);
const parsers = new Map<Language, any>();

export function parse(code: string, language: Language): Syntax {
	if (!parsers.has(language)) parsers.set(language, loadParser(language));
	const comments: {start: number; value: string}[] = [];
	const options = {
		...{ecmaVersion: 'latest', sourceType: 'module', checkPrivateFields: false},
		// The TypeScript parser needs them.
		locations: language === 'typescript',
		onComment: comments,
	};
	const parser = new (parsers.get(language))(options, code);
	let statements: SyntaxNode[] | undefined;
	let fault: SyntaxFault | undefined;
	try {
		statements = simplifyAll(parser.parse().body);
	} catch (error) {
		fault = faultOf(error, code);
	}
	// The TypeScript parser may go back and read a comment twice.
	const byPlace = new Map(comments.map(({start, value}) => [start, value.trim()]));
	return {
		isWhole: statements !== undefined,
		fault,
		statements: statements ?? [],
		get members() {
			return simplifyAll(parser.members);
		},
		comments: [...byPlace.values()],
	};
}

/** The parser's message ends with the place. */
function faultOf(error: unknown, code: string): SyntaxFault {
	const merge = code.split('\n').findIndex(line => /^(?:<{7}|>{7}) /.test(line));
	if (merge >= 0) return {reason: 'Merge conflict markers', line: merge + 1};
	const {message, loc} = error as SyntaxError & {loc?: {line: number}};
	return {reason: message.replace(/ \(\d+:\d+\)$/, ''), line: loc?.line ?? 1};
}

/** Loaded with the first file that is parsed: most commands parse none. */
function loadParser(language: Language): any {
	const {Parser} = require('acorn');
	if (language === 'javascript') return withMembers(Parser);
	return withMembers(Parser.extend(require('@sveltejs/acorn-typescript').tsPlugin()));
}

function withMembers(Parser: any): any {
	return class extends Parser {
		members: unknown[] = [];

		/**
		 * Accepts `override`, the only TypeScript in a migration for one database: acorn alone reads it
		 * in half of the time.
		 */
		parseClassElement(constructorAllowsSuper: boolean): unknown {
			const isModifier = /^[ \t]+[\w$#['"]/.test(this.input.slice(this.end, this.end + 80));
			if (this.isContextual('override') && isModifier) this.next();
			const member = super.parseClassElement(constructorAllowsSuper);
			this.members.push(member);
			return member;
		}
	};
}

/** A node's place, its spelling and its types. */
const ignored = new Set([
	...['type', 'start', 'end', 'loc', 'range', 'raw', 'extra', 'shorthand', 'optional'],
	...['typeAnnotation', 'returnType', 'typeParameters', 'typeArguments', 'superTypeParameters'],
	...['implements', 'accessibility', 'override', 'readonly', 'definite', 'abstract'],
	...['importKind', 'exportKind'],
]);
const typed = new Set([
	...['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion'],
	'TSInstantiationExpression',
]);
const idle = new Set([
	...['EmptyStatement', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'TSIndexSignature'],
	...['TSDeclareFunction', 'TSDeclareMethod'],
]);
const chained = new Set(['MemberExpression', 'CallExpression']);

/** @returns undefined for code that does nothing when it runs */
function simplify(node: any): any {
	if (typeof node !== 'object' || node?.type === undefined) return node;
	const {type, quasis, quasi, key} = node;
	if (type === 'Literal') return literal(node);
	if (quasis?.length === 1) return textNode(quasis[0].value.cooked);
	if (typed.has(type)) return simplify(node.expression);
	if (doesNothing(node)) return undefined;
	const simple: SyntaxNode = {type};
	for (const name in node) {
		if (ignored.has(name)) continue;
		const value = node[name];
		const part = Array.isArray(value) ? simplifyAll(value) : simplify(value);
		if (part && part.length !== 0) simple[name] = part;
	}
	if (node.optional && chained.has(type)) simple.optional = true;
	if (quasi) simple.raw = quasi.quasis.map(({value}: any) => value.raw);
	const isNamed = key && !node.computed && key.type !== 'PrivateIdentifier';
	if (isNamed) simple.key = textNode(key.name ?? key.value);
	return simple;
}

function simplifyAll(nodes: any[]): any[] {
	return nodes.map(simplify).filter(part => part !== undefined);
}

function doesNothing({type, declare, directive, value, importKind, exportKind}: any): boolean {
	if (idle.has(type) || declare || directive !== undefined) return true;
	return importKind === 'type' || exportKind === 'type' || value?.type === 'TSDeclareMethod';
}

function literal({value, regex, bigint}: any): SyntaxNode {
	if (typeof value === 'string') return textNode(value);
	return {type: 'Literal', value: regex ?? (bigint ? {bigint} : value)};
}

function textNode(value: unknown): SyntaxNode {
	return {type: 'Text', value: String(value)};
}

/**
 * The value of a constant: a text, a number, or a list or an object of these.
 * @returns undefined for anything that has to run first
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
