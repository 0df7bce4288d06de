import type {Dialect} from '../../project/database/dialect.ts';
import type {Cursor} from '../sql/cursor.ts';
import {cursorOver} from '../sql/texts.ts';
import {NotUnderstood} from '../sql/tokens.ts';

/** What a change of the schema leaves behind when it is made: something that is there, or is gone. */
export interface Trace {
	kind: 'relation' | 'column' | 'index' | 'constraint' | 'primary key' | 'trigger' | 'routine';
	/** With its schema, if the statement says one. */
	name: string[];
	/** Of what belongs to a table, as far as the statement says it. */
	table?: string[];
	exists: boolean;
}

/**
 * What a statement leaves behind.
 * @returns undefined where that cannot be read
 */
export function tracesOf(sql: string, dialect: Dialect): Trace[] | undefined {
	try {
		const cursor = cursorOver(sql.replace(/[;\s]+$/, ''), dialect);
		const traces = statement(cursor);
		return cursor.isAtEnd ? withoutContradictions(traces) : undefined;
	} catch (error) {
		if (error instanceof NotUnderstood) return undefined;
		throw error;
	}
}

/** A column that is dropped and added again tells nothing. */
function withoutContradictions(traces: Trace[]): Trace[] {
	const keyed = traces.map(({exists, ...thing}) => [JSON.stringify(thing), exists] as const);
	return traces.filter(({exists}, index) =>
		keyed.every(([key, other]) => key !== keyed[index]![0] || other === exists),
	);
}

function statement(cursor: Cursor): Trace[] {
	if (cursor.dialect === 'mariadb' && cursor.take('set statement')) {
		cursor.until('for');
		cursor.take('for');
	}
	if (cursor.take('create')) return created(cursor);
	if (cursor.take('drop')) return dropped(cursor);
	if (cursor.take('rename table')) return renamedTables(cursor);
	if (cursor.take('alter table')) return altered(cursor);
	throw new NotUnderstood();
}

/** Words between `create` and what is made. */
const adjectives = [
	'or replace',
	'unique',
	'fulltext',
	'spatial',
	'unlogged',
	'materialized',
	'aggregate',
];

function kindOf(cursor: Cursor): Trace['kind'] {
	while (cursor.takeOne(adjectives));
	if (cursor.take('table|view|sequence')) return 'relation';
	if (cursor.take('index')) return 'index';
	if (cursor.take('trigger')) return 'trigger';
	if (cursor.take('procedure|function')) return 'routine';
	throw new NotUnderstood();
}

function created(cursor: Cursor): Trace[] {
	const kind = kindOf(cursor);
	cursor.take('concurrently');
	cursor.take('if not exists');
	const name = cursor.names();
	const table = kind === 'index' && cursor.take('on') ? onTable(cursor) : undefined;
	cursor.until();
	return [{kind, name, table, exists: true}];
}

function onTable(cursor: Cursor): string[] {
	cursor.take('only');
	return cursor.names();
}

function dropped(cursor: Cursor): Trace[] {
	const kind = kindOf(cursor);
	cursor.take('concurrently');
	cursor.take('if exists');
	const names = listOf(cursor);
	const table = cursor.take('on') ? onTable(cursor) : undefined;
	cursor.take('cascade|restrict');
	if (kind === 'routine') cursor.until();
	return names.map(name => ({kind, name, table, exists: false}));
}

function listOf(cursor: Cursor): string[][] {
	const names = [cursor.names()];
	while (cursor.take(',')) names.push(cursor.names());
	return names;
}

function renamedTables(cursor: Cursor): Trace[] {
	const traces: Trace[] = [];
	do {
		const from = cursor.names();
		if (!cursor.take('to')) throw new NotUnderstood();
		traces.push(...renamed('relation', from, cursor.names()));
	} while (cursor.take(','));
	return traces;
}

function renamed(kind: Trace['kind'], from: string[], to: string[], table?: string[]): Trace[] {
	return [
		{kind, name: from, table, exists: false},
		{kind, name: to, table, exists: true},
	];
}

function altered(cursor: Cursor): Trace[] {
	cursor.take('if exists');
	cursor.take('only');
	const table = cursor.names();
	const traces: Trace[] = [];
	let now = table;
	do {
		const found = clause(cursor, table);
		const moved = found.find(({kind, exists}) => kind === 'relation' && exists);
		if (moved) now = moved.name;
		traces.push(...found);
	} while (cursor.take(','));
	return traces.map(trace => (trace.table ? {...trace, table: now} : trace));
}

function clause(cursor: Cursor, table: string[]): Trace[] {
	if (cursor.take('add')) return added(cursor, table);
	if (cursor.take('drop')) return removed(cursor, table);
	if (cursor.take('rename')) return renamedPart(cursor, table);
	if (cursor.take('change')) return changed(cursor, table);
	if (cursor.take('modify|alter|comment|convert|engine|algorithm|lock')) {
		cursor.until(',');
		return [];
	}
	throw new NotUnderstood();
}

function added(cursor: Cursor, table: string[]): Trace[] {
	const thing = (kind: Trace['kind'], name: string[]): Trace[] => {
		cursor.until(',');
		return [{kind, name, table, exists: true}];
	};
	if (cursor.take('constraint')) {
		if (cursor.take('unique|foreign|check')) throw new NotUnderstood();
		return cursor.take('primary key')
			? thing('primary key', [])
			: thing('constraint', cursor.names());
	}
	if (cursor.take('primary key')) return thing('primary key', []);
	if (cursor.take('foreign|check|partition|period')) throw new NotUnderstood();
	const isIndex = cursor.take('unique|fulltext|spatial');
	if (cursor.take('index|key') || isIndex) {
		cursor.take('if not exists');
		return thing('index', cursor.names());
	}
	cursor.take('column');
	cursor.take('if not exists');
	return thing('column', cursor.names());
}

function removed(cursor: Cursor, table: string[]): Trace[] {
	const thing = (kind: Trace['kind'], name: string[]): Trace[] => {
		cursor.take('cascade|restrict');
		return [{kind, name, table, exists: false}];
	};
	if (cursor.take('primary key')) return thing('primary key', []);
	const kind = cursor.take('index|key')
		? 'index'
		: cursor.takeOne(['foreign key', 'constraint', 'check'])
			? 'constraint'
			: 'column';
	if (kind === 'column') cursor.take('column');
	cursor.take('if exists');
	return thing(kind, cursor.names());
}

function renamedPart(cursor: Cursor, table: string[]): Trace[] {
	const kind = cursor.take('column')
		? 'column'
		: cursor.take('index|key')
			? 'index'
			: cursor.take('constraint')
				? 'constraint'
				: undefined;
	if (!kind) {
		cursor.take('to|as');
		const name = cursor.names();
		const moved = name.length > 1 ? name : [...table.slice(0, -1), ...name];
		return renamed('relation', table, moved);
	}
	const from = cursor.names();
	if (!cursor.take('to')) throw new NotUnderstood();
	return renamed(kind, from, cursor.names(), table);
}

/** Under its own name a column is only declared again, which does no harm. */
function changed(cursor: Cursor, table: string[]): Trace[] {
	cursor.take('column');
	const [from, to] = [cursor.names(), cursor.names()];
	cursor.until(',');
	return from.join() === to.join() ? [] : renamed('column', from, to, table);
}
