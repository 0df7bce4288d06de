import type {Cursor} from './cursor.ts';
import type {Effect, RowCount} from './effect.ts';
import {callsIn} from './expressions.ts';
import type {QualifiedName} from './names.ts';
import {NotUnderstood} from './tokens.ts';

/** A statement about rows, and what stands before it: `with old as (select …)`. */
interface DataStatement {
	cursor: Cursor;
	/** The common table expressions as they are written, with `with`. */
	lead: string;
}

type Read = (statement: DataStatement) => Effect[];

/** @returns undefined if the statement is not about rows */
export function dataStatement(cursor: Cursor, lead = ''): Effect[] | undefined {
	for (const [phrase, read] of statements) {
		if (cursor.take(phrase)) return read({cursor, lead});
	}
	return undefined;
}

const statements: [phrase: string, read: Read][] = [
	['with', withQueries],
	['delete', deletes],
	['update', updates],
	['insert', statement => inserts(statement)],
	['replace', statement => inserts(statement, true)],
	['merge', merges],
	['truncate', truncates],
	['select', selects],
	['values', () => []],
	['(', inBrackets],
];

/** Each query may change rows itself, in PostgreSQL. */
function withQueries({cursor, lead}: DataStatement): Effect[] {
	const whole = cursor.copy();
	cursor.take('recursive');
	const effects: Effect[] = [];
	do {
		cursor.name();
		if (cursor.is('(')) cursor.brackets();
		cursor.expect('as');
		cursor.take('not');
		cursor.take('materialized');
		effects.push(...(dataStatement(cursor.brackets(), lead) ?? notUnderstood()));
		while (cursor.is('search|cycle')) cursor.until(',', 'delete|update|insert|merge|select|values');
	} while (cursor.take(','));
	const main = cursor.text;
	const own = whole.text.slice(0, whole.text.length - main.length);
	return [...effects, ...(dataStatement(cursor, `${lead}with ${own}`) ?? notUnderstood())];
}

function notUnderstood(): never {
	throw new NotUnderstood();
}

function deletes({cursor, lead}: DataStatement): Effect[] {
	while (cursor.take('low_priority|quick|ignore'));
	if (!cursor.take('from')) return deletesFromSeveral(cursor);
	const {table, alias} = target(cursor);
	const others = cursor.take('using') ? cursor.until('where', 'returning') : undefined;
	// MySQL and MariaDB name the target among the sources once more: `delete from a using a join b on …`.
	if (others && cursor.dialect !== 'postgresql') return deletedFrom([table], others);
	return [{kind: 'delete-rows', table, rows: count(cursor, lead, alias, others)}];
}

/** `delete a, b from a join b on …` of MySQL and MariaDB: the targets may be aliases. */
function deletesFromSeveral(cursor: Cursor): Effect[] {
	const names = targets(cursor.until('from'));
	cursor.expect('from');
	return deletedFrom(names, cursor.until('where', 'order', 'limit'));
}

/** @param names of the targets, as the list of the sources calls them */
function deletedFrom(names: QualifiedName[], list: Cursor): Effect[] {
	const sources = sourcesIn(list);
	return names.map(name => ({
		kind: 'delete-rows',
		table: sources.get(name) ?? name,
		rows: undefined,
	}));
}

function targets(list: Cursor): QualifiedName[] {
	return list.split(',').map(part => {
		const name = part.qualified();
		if (part.take('.')) part.expect('*');
		part.expectEnd();
		return name;
	});
}

/** The tables of a `from`, by their names and aliases. */
function sourcesIn(list: Cursor): Map<string, QualifiedName> {
	const sources = new Map<string, QualifiedName>();
	let isSource = true;
	while (!list.isAtEnd) {
		if (isSource && !list.is('(')) {
			const table = list.qualified();
			sources.set(table, table);
			if (list.take('as') || isAlias(list, afterSource)) sources.set(list.name(), table);
			isSource = false;
		} else if (list.is('(')) {
			list.brackets();
			isSource = false;
		} else {
			const {value, word} = list.next();
			isSource = value === ',' || word === 'join';
		}
	}
	return sources;
}

const afterSource =
	'on|using|where|set|inner|left|right|cross|natural|join|straight_join|full|order|limit|group|use|force|ignore|partition';

/** @param others the keywords that may come instead */
function isAlias(cursor: Cursor, others: string): boolean {
	const {kind} = cursor.peek() ?? {};
	return kind === 'name' || (kind === 'word' && !cursor.is(others));
}

interface Target {
	table: QualifiedName;
	/** How the rest of the statement calls it, as SQL. */
	alias: string;
}

const afterTarget =
	'using|where|returning|order|limit|set|from|values|select|default|on|when|indexed|not|overriding|with|partition|inner|left|right|join|cross|straight_join|natural|for';

function target(cursor: Cursor): Target {
	cursor.take('only');
	const table = cursor.qualified();
	const own = cursor.peek(-1)!;
	cursor.take('*');
	const hasAlias = cursor.take('as') || isAlias(cursor, afterTarget);
	if (hasAlias) cursor.name();
	return {table, alias: cursor.sqlOf(hasAlias ? cursor.peek(-1)! : own)};
}

/** The rows that the rest of a `delete` or `update` concerns: where, order, limit. */
function count(cursor: Cursor, lead: string, alias: string, others?: Cursor): RowCount {
	const condition = cursor.take('where')
		? cursor.until('returning', 'order by', 'limit')
		: undefined;
	if (condition?.is('current of')) throw new NotUnderstood();
	const end = cursor.until('returning');
	if (cursor.take('returning')) cursor.until(';');
	cursor.expectEnd();
	if (!end.isAtEnd && !end.is('order|limit')) throw new NotUnderstood();
	const where = condition ? `where ${condition.text}` : '';
	if (others) {
		const exists = `where exists (select 1 from ${others.text} ${where})`;
		return {before: `${lead} select count(*) as count from`, after: ` as ${alias} ${exists}`};
	}
	if (end.isAtEnd) {
		return {before: `${lead} select count(*) as count from`, after: ` as ${alias} ${where}`};
	}
	return {
		before: `${lead} select count(*) as count from (select 1 as one from`,
		after: ` as ${alias} ${where} ${end.text}) as concerned`,
	};
}

function updates({cursor, lead}: DataStatement): Effect[] {
	while (cursor.take('low_priority|ignore'));
	// A conflict deletes the other row.
	const replaces = cursor.take('or replace');
	if (!replaces && cursor.take('or')) cursor.next();
	const {table, alias} = target(cursor);
	if (!cursor.take('set')) return updatesSeveral(table, cursor);
	const set = cursor.until('from', 'where', 'returning', 'order by', 'limit');
	const others = cursor.take('from') ? cursor.until('where', 'returning') : undefined;
	const filled = filledColumn(set.copy(), cursor.copy());
	const rows = count(cursor, lead, alias, others);
	const fills = filled === undefined ? {} : {fills: filled};
	const changed: Effect[] = [{kind: 'change-rows', table, rows, ...fills}];
	if (replaces) changed.push({kind: 'delete-rows', table, rows: undefined});
	return changed;
}

/** `update a join b on … set a.x = …` of MySQL and MariaDB. */
function updatesSeveral(first: QualifiedName, cursor: Cursor): Effect[] {
	if (cursor.dialect === 'postgresql' || cursor.dialect === 'sqlite') throw new NotUnderstood();
	const others = cursor.until('set');
	cursor.expect('set');
	if (!others.take(',')) {
		others.until('join');
		others.take('join|straight_join');
	}
	const tables = new Set([first, ...sourcesIn(others).values()]);
	return [...tables].map(table => ({kind: 'change-rows', table, rows: undefined}));
}

/** `set a = … where a is null`: a, which has no NULL afterwards unless it is given one. */
function filledColumn(set: Cursor, rest: Cursor): string | undefined {
	if (!rest.take('where')) return undefined;
	const column = rest.name();
	if (!rest.take('is null')) return undefined;
	rest.take(';');
	const isAll = rest.isAtEnd || rest.is('returning');
	const sets = set.split(',').map(one => one.name());
	return isAll && sets.includes(column) ? column : undefined;
}

/** @param isReplace whether it begins with `replace`, which deletes a row that has the same key */
function inserts({cursor}: DataStatement, isReplace = false): Effect[] {
	const replaces = cursor.take('or replace') || isReplace;
	const ignores = !replaces && Boolean(cursor.take('or') && cursor.next());
	let isPlain = !ignores;
	while (cursor.take('low_priority|high_priority|delayed|ignore')) isPlain = false;
	cursor.take('into');
	const {table} = target(cursor);
	const copy = isPlain && !replaces ? copied(table, cursor.copy()) : undefined;
	if (copy) return [copy];
	const rows = cursor.until('on conflict', 'on duplicate', 'returning');
	const atMost = tuplesIn(rows);
	const updates = /\bupdate\b/.test(conflictWords(cursor));
	const effects: Effect[] = [{kind: 'add-rows', table}];
	if (replaces) effects.push({kind: 'delete-rows', table, rows: undefined, atMost});
	if (updates) effects.push({kind: 'change-rows', table, rows: undefined, atMost});
	return effects;
}

function conflictWords(cursor: Cursor): string {
	return cursor
		.until('returning')
		.rest.map(({word}) => word)
		.join(' ');
}

/** @returns how many rows the values make; undefined for those of a query */
function tuplesIn(rows: Cursor): number | undefined {
	if (rows.is('(')) rows.brackets();
	rows.until('values|value', 'select|with|table|set|default');
	if (rows.take('values|value')) return rows.split(',').length;
	return rows.is('set|default') ? 1 : undefined;
}

/** `insert into b (x) select y from a`, with all rows of a. */
function copied(table: QualifiedName, cursor: Cursor): Effect | undefined {
	if (cursor.is('(')) cursor.brackets();
	if (!cursor.take('select') || cursor.is('distinct|all|top')) return undefined;
	const values = cursor.until('from');
	if (!cursor.take('from')) return undefined;
	const from = cursor.is('(') ? undefined : cursor.qualified();
	const isAll = from !== undefined && cursor.isAtEnd && !aggregates(values);
	return isAll ? {kind: 'copy-rows', table, from, values: values.text} : undefined;
}

/** Functions that give one value for each row. Others may make one row of all. */
const perRow =
	/^(?:coalesce|ifnull|nullif|iif|cast|typeof|lower|upper|[lr]?trim|concat|concat_ws|printf|format|length|instr|substr|substring|replace|hex|quote|char|unicode|jsonb?|json_extract|round|abs|sign|floor|ceil|random|randomblob|date|time|datetime|julianday|strftime|unixepoch)$/;

function aggregates(values: Cursor): boolean {
	return callsIn(values).some(
		effect => effect.kind === 'calls' && !effect.functions.every(name => perRow.test(name)),
	);
}

function merges({cursor, lead}: DataStatement): Effect[] {
	cursor.take('into');
	const {table, alias} = target(cursor);
	cursor.expect('using');
	const others = cursor.until('on');
	cursor.expect('on');
	const condition = cursor.until('when');
	const does = cursor.rest.map(({word}) => word).join(' ');
	const bySource = /\bnot matched by source\b/.test(does);
	const rows: RowCount = bySource
		? undefined
		: {
				before: `${lead} select count(*) as count from`,
				after: ` as ${alias} where exists (select 1 from ${others.text} where ${condition.text})`,
			};
	const effects: Effect[] = [{kind: 'add-rows', table}];
	if (/\bthen delete\b/.test(does)) effects.push({kind: 'delete-rows', table, rows});
	if (/\bthen update\b/.test(does)) effects.push({kind: 'change-rows', table, rows});
	return effects;
}

function truncates({cursor}: DataStatement): Effect[] {
	cursor.take('table');
	const tables: QualifiedName[] = [];
	do {
		cursor.take('only');
		tables.push(cursor.qualified());
		cursor.take('*');
	} while (cursor.take(','));
	cursor.take('restart identity');
	cursor.take('continue identity');
	const cascades = cursor.take('cascade');
	cursor.take('restrict');
	cursor.expectEnd();
	return tables.map(table => ({kind: 'truncate', table, cascades}));
}

/** A query may make a table, or write a file. */
function selects({cursor}: DataStatement): Effect[] {
	cursor.until('into');
	if (!cursor.take('into')) return [];
	if (cursor.dialect !== 'postgresql') throw new NotUnderstood();
	cursor.take('temporary|temp|unlogged');
	cursor.take('table');
	return [{kind: 'create-table', table: cursor.qualified(), columns: [], body: ''}];
}

function inBrackets({cursor}: DataStatement): Effect[] {
	if (cursor.is('delete|update|insert|merge|with|replace|truncate')) throw new NotUnderstood();
	return [];
}
