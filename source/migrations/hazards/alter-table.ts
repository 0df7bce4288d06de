import type {Effect} from './effect.ts';
import {bare, declaration, match, namesOf, partsOf, pattern} from './sql-text.ts';

type Clause = [RegExp, (table: string, parts: string[]) => Effect | Effect[] | undefined];

/**
 * What the clauses of an `alter table` do.
 * @param text everything after the table's name
 */
export function alterTable(table: string, text: string): Effect[] {
	return partsOf(text).flatMap(clause => effectOf(table, clause) ?? []);
}

function effectOf(table: string, text: string): Effect | Effect[] | undefined {
	for (const [pattern, read] of clauses) {
		const parts = match(pattern, text);
		if (parts) return read(table, parts);
	}
	return undefined;
}

/** The first one that matches counts. */
const clauses: Clause[] = [
	[pattern('drop (?:column )?(?:if exists )?NAME(?: cascade| restrict)?\\s*$'), dropColumn],
	[
		pattern('add (?:constraint NAME )?unique(?: index| key)?(?: NAME)?\\s*\\(([^()]*)\\)'),
		(table, [, , , columns]) => ({kind: 'unique', table, columns: namesOf(columns!)}),
	],
	[
		pattern('add (?:constraint NAME )?foreign key.*?(not valid)?\\s*$'),
		(table, [, , notValid]) => ({kind: 'foreign-key', table, isValidated: !notValid}),
	],
	[
		pattern('add (?:constraint NAME )?check\\s*\\((.*)\\)'),
		(table, [, , condition]) => ({kind: 'check', table, condition: condition!}),
	],
	[pattern('add (?:constraint|index|key|primary|fulltext|spatial)\\b'), () => undefined],
	[
		pattern('add (?:column )?(?:if not exists )?(.*)$'),
		(table, [, text]) => ({kind: 'add-column', table, ...declaration(text!)}),
	],
	[
		pattern('modify (?:column )?(.*)$'),
		(table, [, text]) => ({kind: 'redeclare-column', table, ...declaration(text!)}),
	],
	[
		pattern('change (?:column )?NAME NAME (.*)$'),
		(table, [, from, to, rest]) => [
			...renamed(table, bare(from!), bare(to!)),
			{kind: 'redeclare-column', table, ...declaration(`${to} ${rest}`)},
		],
	],
	[
		pattern('alter (?:column )?NAME (?:set data )?type (.*?)(?: using (.*))?$'),
		(table, [, column, type, using]) => ({
			kind: 'change-type',
			table,
			column: bare(column!),
			type: bare(type!.trim().toLowerCase()),
			declared: type!.trim(),
			...(using && {using: using.trim()}),
		}),
	],
	[
		pattern('alter (?:column )?NAME drop default'),
		(table, [, column]) => ({kind: 'drop-default', table, column: bare(column!)}),
	],
	[
		pattern('alter (?:column )?NAME set not null'),
		(table, [, column]) => ({kind: 'set-not-null', table, column: bare(column!)}),
	],
];

function renamed(table: string, column: string, to: string): Effect[] {
	return column === to ? [] : [{kind: 'rename-column', table, column, to}];
}

function dropColumn(table: string, [text, column]: string[]): Effect | undefined {
	if (/^\s*drop\s+(?:constraint|index|key|foreign|primary|check|default)\b/i.test(text!)) {
		return undefined;
	}
	return {kind: 'drop-column', table, column: bare(column!)};
}
