import {alterTable} from './alter-table.ts';
import type {Effect} from './effect.ts';
import {bare, declarationsOf, match, namesOf, pattern, textsOf} from './sql-text.ts';

/** Whether a statement changes the schema, hazardous or not. */
export function isSchemaChange(statement: string): boolean {
	return /^\s*(?:create|alter|drop|rename)\b/i.test(statement);
}

/** An `alter table` may do several things at once. */
export function effectsOf(statement: string): Effect[] {
	for (const [pattern, read] of statements) {
		const [, ...parts] = match(pattern, statement) ?? [];
		if (parts.length > 0) return [read(...parts)].flat();
	}
	return [];
}

type Statement = [RegExp, (...parts: string[]) => Effect | Effect[]];

/** The first one that matches counts. Each has a name in it. */
const statements: Statement[] = [
	[
		pattern(
			'create (?:temporary )?(?:unlogged )?table (?:if not exists )?NAME\\s*\\((.*)\\)[^)]*$',
		),
		(table, body) => ({
			kind: 'create-table',
			table: bare(table),
			columns: declarationsOf(body),
			body,
		}),
	],
	[pattern('drop table (?:if exists )?NAME'), table => ({kind: 'drop-table', table: bare(table)})],
	[pattern('alter table (?:if exists )?NAME rename to NAME'), renameTable],
	[pattern('rename table NAME to NAME'), renameTable],
	[
		pattern('alter table (?:if exists )?NAME rename (?:column )?NAME to NAME'),
		(table, column, to) => ({
			kind: 'rename-column',
			table: bare(table),
			column: bare(column),
			to: bare(to),
		}),
	],
	[
		pattern('insert into NAME.*?\\bselect\\b(.*)\\bfrom NAME\\s*;?\\s*$'),
		(table, values, from) => ({kind: 'copy-rows', table: bare(table), values, from: bare(from)}),
	],
	[
		pattern(
			'create (unique )?index (concurrently )?(?:if not exists )?NAME on (?:only )?NAME(?: using \\w+)?\\s*\\(([^()]*)\\)(\\s*where)?',
		),
		(unique, concurrently, _, table, columns, where) => ({
			kind: 'index',
			table: bare(table),
			columns: namesOf(columns),
			unique: Boolean(unique) && !where,
			concurrently: Boolean(concurrently),
		}),
	],
	[
		pattern('create type NAME as enum\\s*\\(([^)]*)\\)'),
		(type, values) => ({kind: 'create-enum', type: bare(type), values: textsOf(values)}),
	],
	[
		pattern('update NAME set NAME\\s*=.*\\bwhere NAME is null\\s*;?\\s*$'),
		(table, column) => ({kind: 'fill-nulls', table: bare(table), column: bare(column)}),
	],
	[
		pattern('(?:insert (?:ignore )?into|update|delete from|replace into) NAME'),
		table => ({kind: 'change-rows', table: bare(table)}),
	],
	[
		pattern('alter table (?:if exists )?(?:only )?NAME (.*?);?\\s*$'),
		(table, clauses) => alterTable(bare(table), clauses),
	],
];

function renameTable(table: string, to: string): Effect {
	return {kind: 'rename-table', table: bare(table), to: bare(to)};
}
