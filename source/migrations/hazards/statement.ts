const name = '((?:[`"\\w$-]+\\.)?[`"\\w$-]+)';

/** NAME stands for a name in whatever quotes, with a schema before it or not. */
function pattern(source: string): RegExp {
	return new RegExp(`^\\s*${source.replaceAll('NAME', name).replaceAll(' ', '\\s+')}`, 'is');
}

const createTable = pattern(
	'create (?:temporary )?(?:unlogged )?table (?:if not exists )?NAME\\s*\\((.*)\\)[^)]*$',
);
const dropTable = pattern('drop table (?:if exists )?NAME');
const renameTable = pattern('alter table (?:if exists )?NAME rename to NAME');
const renameTableMysql = pattern('rename table NAME to NAME');
const renameColumn = pattern('alter table (?:if exists )?NAME rename (?:column )?NAME to NAME');
const copyRows = pattern('insert into NAME.*?\\bselect\\b(.*)\\bfrom NAME\\s*;?\\s*$');
const createIndex = pattern(
	'create (unique )?index (concurrently )?(?:if not exists )?NAME on (?:only )?NAME(?: using \\w+)?\\s*\\(([^()]*)\\)(\\s*where)?',
);
const alterTable = pattern('alter table (?:if exists )?(?:only )?NAME (.*?);?\\s*$');
const createEnum = pattern('create type NAME as enum\\s*\\(([^)]*)\\)');
const changeRows = pattern('(?:insert (?:ignore )?into|update|delete from|replace into) NAME');
const fillsNulls = pattern('update NAME set NAME\\s*=.*\\bwhere NAME is null\\s*;?\\s*$');

/** A column as `create table` or `alter table` declare it. */
export interface ColumnDeclaration {
	column: string;
	/** `varchar(255)`, in lower case. */
	type: string;
	notNull: boolean;
	hasDefault: boolean;
	isGenerated: boolean;
}

/** What a statement does, as far as a hazard can come of it. */
export type Act =
	| {kind: 'create-table'; table: string; columns: ColumnDeclaration[]; body: string}
	| {kind: 'drop-table'; table: string}
	| {kind: 'rename-table'; table: string; to: string}
	| {kind: 'rename-column'; table: string; column: string; to: string}
	| {kind: 'copy-rows'; table: string; from: string; values: string}
	| {kind: 'index'; table: string; columns: string[]; unique: boolean; concurrently: boolean}
	| {kind: 'create-enum'; type: string; values: string[]}
	| {kind: 'fill-nulls'; table: string; column: string}
	| {kind: 'change-rows'; table: string}
	| {kind: 'drop-column'; table: string; column: string}
	| ({kind: 'add-column'; table: string} & ColumnDeclaration)
	| ({kind: 'redeclare-column'; table: string} & ColumnDeclaration)
	| {kind: 'change-type'; table: string; column: string; type: string}
	| {kind: 'set-not-null'; table: string; column: string}
	| {kind: 'unique'; table: string; columns: string[]}
	| {kind: 'foreign-key'; table: string; isValidated: boolean}
	| {kind: 'check'; table: string; condition: string};

/** A change of the schema, whether or not a hazard can come of it. */
export function isSchemaChange(statement: string): boolean {
	return /^\s*(?:create|alter|drop|rename)\b/i.test(statement);
}

/** `alter table` may do several things at once. */
export function actsOf(statement: string): Act[] {
	const of = (pattern: RegExp) => pattern.exec(statement)?.map(part => part ?? '');
	let parts = of(createTable);
	if (parts) {
		const [, table, body] = parts as [string, string, string];
		return [{kind: 'create-table', table: bare(table), columns: declarationsOf(body), body}];
	}
	parts = of(dropTable);
	if (parts) return [{kind: 'drop-table', table: bare(parts[1]!)}];
	parts = of(renameTable) ?? of(renameTableMysql);
	if (parts) return [{kind: 'rename-table', table: bare(parts[1]!), to: bare(parts[2]!)}];
	parts = of(renameColumn);
	if (parts) {
		const [table, column, to] = parts.slice(1).map(bare) as [string, string, string];
		return [{kind: 'rename-column', table, column, to}];
	}
	parts = of(copyRows);
	if (parts) {
		return [{kind: 'copy-rows', table: bare(parts[1]!), values: parts[2]!, from: bare(parts[3]!)}];
	}
	parts = of(createIndex);
	if (parts) {
		const [, unique, concurrently, , table, columns, where] = parts as string[];
		const isPartial = Boolean(where);
		return [
			{
				kind: 'index',
				table: bare(table!),
				columns: namesOf(columns!),
				unique: Boolean(unique) && !isPartial,
				concurrently: Boolean(concurrently),
			},
		];
	}
	parts = of(createEnum);
	if (parts) return [{kind: 'create-enum', type: bare(parts[1]!), values: textsOf(parts[2]!)}];
	parts = of(fillsNulls);
	if (parts) return [{kind: 'fill-nulls', table: bare(parts[1]!), column: bare(parts[2]!)}];
	parts = of(changeRows);
	if (parts) return [{kind: 'change-rows', table: bare(parts[1]!)}];
	parts = of(alterTable);
	if (!parts) return [];
	const table = bare(parts[1]!);
	return partsOf(parts[2]!).flatMap(clause => clauseOf(table, clause));
}

const clauses: [RegExp, (table: string, parts: string[]) => Act | undefined][] = [
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
		(table, [, from, to, rest]) =>
			bare(from!) === bare(to!)
				? {kind: 'redeclare-column', table, ...declaration(`${to} ${rest}`)}
				: {kind: 'rename-column', table, column: bare(from!), to: bare(to!)},
	],
	[
		pattern('alter (?:column )?NAME (?:set data )?type (.*?)(?: using .*)?$'),
		(table, [, column, type]) => ({
			kind: 'change-type',
			table,
			column: bare(column!),
			type: bare(type!.trim().toLowerCase()),
		}),
	],
	[
		pattern('alter (?:column )?NAME set not null'),
		(table, [, column]) => ({kind: 'set-not-null', table, column: bare(column!)}),
	],
];

function dropColumn(table: string, [text, column]: string[]): Act | undefined {
	if (/^\s*drop\s+(?:constraint|index|key|foreign|primary|check|default)\b/i.test(text!)) {
		return undefined;
	}
	return {kind: 'drop-column', table, column: bare(column!)};
}

function clauseOf(table: string, clause: string): Act[] {
	for (const [pattern, actOf] of clauses) {
		const parts = pattern.exec(clause)?.map(part => part ?? '');
		if (!parts) continue;
		const act = actOf(table, parts);
		return act ? [act] : [];
	}
	return [];
}

function declarationsOf(body: string): ColumnDeclaration[] {
	return partsOf(body)
		.filter(
			part => !/^\s*(?:constraint|primary\s+key|foreign|unique|check|key|index)\b/i.test(part),
		)
		.map(declaration);
}

function declaration(text: string): ColumnDeclaration {
	const [, column = '', type = ''] =
		/^\s*([`"\w$-]+)\s*((?:double\s+precision|character\s+varying|[\w"]+)(?:\s*\([^)]*\))?)?/.exec(
			text,
		) ?? [];
	return {
		column: bare(column),
		type: type.toLowerCase().replaceAll(/\s+/g, ' '),
		notNull: /\bnot\s+null\b/i.test(text),
		isGenerated: /\bgenerated\s+always\s+as\b|\bas\s*\(/i.test(text),
		hasDefault: /\bdefault\b|\bgenerated\b|\bserial\b|\bauto_?increment\b|\bas\s*\(/i.test(text),
	};
}

/** At the commas that stand in no bracket and no text. */
export function partsOf(text: string): string[] {
	const parts = [''];
	let depth = 0;
	for (const [piece] of text.matchAll(/'(?:[^']|'')*'|[(),]|[^'(),]+|'/g)) {
		if (piece === '(') depth++;
		if (piece === ')') depth--;
		if (piece === ',' && depth === 0) parts.push('');
		else parts[parts.length - 1] += piece;
	}
	return parts;
}

/** `"a", b desc` → a and b; none when one of them is an expression. */
function namesOf(list: string): string[] {
	return list.split(',').map(part => bare(part.trim().split(/\s+/)[0]!));
}

/** The texts of `'a', 'b'`. */
export function textsOf(list: string): string[] {
	return [...list.matchAll(/'((?:[^']|'')*)'/g)].map(([, text]) => text!.replaceAll("''", "'"));
}

/** Without quotes and schema. */
export function bare(quoted: string): string {
	return quoted.replace(/[`"]/g, '').split('.').pop()!;
}
