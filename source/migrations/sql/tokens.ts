import type {Dialect} from '../../project/database/dialect.ts';
import {isMysqlFamily} from '../../project/database/dialect.ts';

/** A part of a statement that the database reads as one. White space and comments are none. */
export interface Token {
	/** A `name` is quoted; a `word` is a keyword or a name without quotes. */
	kind: 'word' | 'name' | 'text' | 'number' | 'sign';
	/** Without quotes; as written otherwise. */
	value: string;
	/** A keyword in lower case; empty for all but words. */
	word: string;
	/** Where the database may read a text as a name, too. */
	mayBeName?: true;
	/** The place in the SQL. */
	start: number;
	end: number;
}

/** The SQL cannot be divided into tokens with certainty, or a statement is none that is known. */
export class NotUnderstood extends Error {}

type Read = (text: string) => Pick<Token, 'kind' | 'value'> & {mayBeName?: true};
/** The first one that matches counts. */
type Rule = [pattern: RegExp, read: Read | undefined];

/**
 * Reads SQL as the database does, with its own quotes, comments and escapes.
 * @throws NotUnderstood for a text without an end, and for what only some versions or modes run
 */
export function tokensOf(sql: string, dialect: Dialect): Token[] {
	const rules = rulesOf(dialect);
	const tokens: Token[] = [];
	let start = 0;
	while (start < sql.length) {
		const first = sql[start]!;
		if (onlySigns.includes(first)) {
			tokens.push({kind: 'sign', value: first, word: '', start, end: ++start});
			continue;
		}
		const [pattern, read] = rules.find(([pattern]) => isAt(pattern, sql, start)) ?? [];
		if (!pattern) throw new NotUnderstood();
		const end = pattern === comment ? endOfComment(sql, start, dialect) : pattern.lastIndex;
		const text = sql.slice(start, end);
		const found = read?.(text);
		if (found) tokens.push({...found, word: wordOf(found), start, end});
		start = end;
	}
	return tokens;
}

/** Signs with which no other token begins, in any database. */
const onlySigns = '(),;=<>*+%&|~^!?:{}';

function isAt(pattern: RegExp, sql: string, start: number): boolean {
	pattern.lastIndex = start;
	return pattern.test(sql);
}

function wordOf({kind, value}: Pick<Token, 'kind' | 'value'>): string {
	return kind === 'word' ? value.toLowerCase() : '';
}

const skip = undefined;
const comment = /\/\*/y;
/** PostgreSQL's comments can be nested. MySQL and MariaDB execute the text of some comments. */
function endOfComment(sql: string, start: number, dialect: Dialect): number {
	if (isMysqlFamily(dialect) && /^\/\*M?!/.test(sql.slice(start, start + 4))) {
		throw new NotUnderstood();
	}
	const edges = /\/\*|\*\//g;
	edges.lastIndex = start + 2;
	for (let depth = 1; depth > 0; ) {
		const edge = edges.exec(sql)?.[0];
		if (!edge) throw new NotUnderstood();
		if (edge === '*/') depth--;
		else if (dialect === 'postgresql') depth++;
	}
	return edges.lastIndex;
}

const refuse: Read = () => {
	throw new NotUnderstood();
};
const text = (value: string) => ({kind: 'text' as const, value});
const name = (value: string) => ({kind: 'name' as const, value});
const inQuotes = (quoted: string) => {
	const quote = quoted.at(-1)!;
	return quoted.slice(1, -1).replaceAll(quote + quote, quote);
};
const space: Rule = [/[ \t\n\r\f\v]+/y, skip];
const numbers: Rule = [
	/(?:0[xX][\da-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\w$\u0080-\uffff])/y,
	value => ({kind: 'number', value}),
];
/** Nearly all words; what looks like the start of another token is left to the other rules. */
const plainWords: Rule = [
	/[A-Za-z_][\w]*(?![\w$'"&\u0080-\uffff])/y,
	value => ({kind: 'word', value}),
];
const words: Rule = [/[\w$\u0080-\uffff]+/y, value => ({kind: 'word', value})];
const signs: Rule = [/[!-/:-@[-^{-~]/y, value => ({kind: 'sign', value})];

const postgresql: Rule[] = [
	space,
	plainWords,
	[/--[^\n\r]*/y, skip],
	[comment, skip],
	// Their escapes may spell any character.
	[/[uU]&(?=["'])/y, refuse],
	[/[eE]'(?:\\[\s\S]|[^'\\]|'')*'/y, quoted => text(inQuotes(quoted.slice(1)))],
	[/'(?:[^']|'')*'/y, quoted => text(inQuotes(quoted))],
	[/"(?:[^"]|"")*"/y, quoted => name(inQuotes(quoted))],
	[
		/\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?\$\1\$/y,
		quoted =>
			text(quoted.slice(quoted.indexOf('$', 1) + 1, quoted.lastIndexOf('$', quoted.length - 2))),
	],
	[/['"]/y, refuse],
	numbers,
	words,
	signs,
];

const sqlite: Rule[] = [
	space,
	plainWords,
	[/--[^\n]*/y, skip],
	[comment, skip],
	[/'(?:[^']|'')*'/y, quoted => ({...text(inQuotes(quoted)), mayBeName: true})],
	[/"(?:[^"]|"")*"|`(?:[^`]|``)*`/y, quoted => name(inQuotes(quoted))],
	[/\[[^\]]*\]/y, quoted => name(quoted.slice(1, -1))],
	[/['"`[]/y, refuse],
	numbers,
	words,
	signs,
];

const mysql: Rule[] = [
	space,
	plainWords,
	[/--(?=[ \t\n\r\f\v]|$)[^\n]*|#[^\n]*/y, skip],
	[comment, skip],
	[/'(?:\\[\s\S]|[^'\\]|'')*'/y, quoted => text(inQuotes(quoted))],
	// A name in the mode ANSI_QUOTES.
	[/"(?:\\[\s\S]|[^"\\]|"")*"/y, quoted => ({...text(inQuotes(quoted)), mayBeName: true})],
	[/`(?:[^`]|``)*`/y, quoted => name(inQuotes(quoted))],
	[/['"`]/y, refuse],
	numbers,
	words,
	signs,
];

function rulesOf(dialect: Dialect): Rule[] {
	if (dialect === 'postgresql') return postgresql;
	return dialect === 'sqlite' ? sqlite : mysql;
}
