import type {Cursor} from '../sql/cursor.ts';
import type {QualifiedName} from '../sql/names.ts';
import {cursorOver} from '../sql/texts.ts';
import {NotUnderstood} from '../sql/tokens.ts';
import {addingRewrites, typeChangeRewrites} from './rewrites.ts';
import {type LockMode, stronger, type TableLock} from './table-lock.ts';

/** The type of a column as the database spells it. */
export type TypeOf = (table: QualifiedName, column: string) => Promise<string | undefined>;

/**
 * The locks that a statement of PostgreSQL takes on tables that are there.
 * https://www.postgresql.org/docs/current/explicit-locking.html and, for each clause, sql-altertable.html.
 * @returns empty for what is not read
 */
export async function locksOf(sql: string, typeOf: TypeOf): Promise<TableLock[]> {
	try {
		return await locksOfStatement(cursorOver(sql, 'postgresql'), typeOf);
	} catch (error) {
		if (error instanceof NotUnderstood) return [];
		throw error;
	}
}

const changesRows = ['insert into', 'delete from', 'merge into', 'update'];

async function locksOfStatement(cursor: Cursor, typeOf: TypeOf): Promise<TableLock[]> {
	const isCommand = (phrase: string) => cursor.take(phrase);
	if (isCommand('alter table')) return locksOfAlter(cursor, typeOf);
	if (isCommand('create')) return locksOfCreate(cursor);
	if (isCommand('drop table')) return tablesIn(cursor, 'access exclusive');
	if (isCommand('truncate')) {
		cursor.take('table');
		return tablesIn(cursor, 'access exclusive');
	}
	if (changesRows.some(isCommand)) return [lockOn(cursor, 'row exclusive')];
	if (isCommand('drop trigger|policy|rule')) {
		cursor.until('on');
		cursor.expect('on');
		return [lockOn(cursor, 'access exclusive')];
	}
	if (isCommand('comment on table')) return [lockOn(cursor, 'share update exclusive')];
	if (isCommand('refresh materialized view')) {
		const isConcurrent = cursor.take('concurrently');
		return [{...lockOn(cursor, isConcurrent ? 'exclusive' : 'access exclusive'), rewrites: true}];
	}
	return [];
}

function lockOn(cursor: Cursor, mode: LockMode): TableLock {
	cursor.take('if exists');
	cursor.take('only');
	return {table: cursor.qualified(), mode, rewrites: false};
}

function tablesIn(cursor: Cursor, mode: LockMode): TableLock[] {
	cursor.take('if exists');
	const locks: TableLock[] = [];
	do locks.push(lockOn(cursor, mode));
	while (cursor.take(','));
	return locks;
}

function locksOfCreate(cursor: Cursor): TableLock[] {
	cursor.take('or replace');
	if (cursor.take('unique index') || cursor.take('index')) {
		const isConcurrent = cursor.take('concurrently');
		cursor.until('on');
		cursor.expect('on');
		return [lockOn(cursor, isConcurrent ? 'share update exclusive' : 'share')];
	}
	if (cursor.take('constraint trigger') || cursor.take('trigger')) {
		cursor.until('on');
		cursor.expect('on');
		return [lockOn(cursor, 'share row exclusive')];
	}
	if (cursor.take('policy')) {
		cursor.until('on');
		cursor.expect('on');
		return [lockOn(cursor, 'access exclusive')];
	}
	if (cursor.take('table')) return referredIn(cursor);
	return [];
}

/** The tables that foreign keys refer to. */
function referredIn(cursor: Cursor): TableLock[] {
	const locks: TableLock[] = [];
	while (!cursor.isAtEnd) {
		if (cursor.take('references')) locks.push(lockOn(cursor, 'share row exclusive'));
		else cursor.next();
	}
	return locks;
}

/** What lets others read and write meanwhile. */
const gentle = [
	'validate constraint',
	'set (',
	'reset (',
	'cluster on',
	'set without cluster',
	'attach partition',
];
const gentleOfColumn = ['set statistics', 'set (', 'reset ('];

async function locksOfAlter(cursor: Cursor, typeOf: TypeOf): Promise<TableLock[]> {
	const lock = lockOn(cursor, 'row exclusive');
	const others: TableLock[] = [];
	for (const clause of cursor.split(',')) {
		const {mode, rewrites = false, referred = []} = await clauseOf(lock.table, clause, typeOf);
		lock.mode = stronger(lock.mode, mode);
		lock.rewrites ||= rewrites;
		others.push(...referred);
	}
	return [lock, ...others.filter(({table}) => table !== lock.table)];
}

interface Clause {
	mode: LockMode;
	rewrites?: boolean;
	referred?: TableLock[];
}

async function clauseOf(table: QualifiedName, clause: Cursor, typeOf: TypeOf): Promise<Clause> {
	if (gentle.some(phrase => clause.is(phrase))) return {mode: 'share update exclusive'};
	if (clause.is('enable|disable trigger')) return {mode: 'share row exclusive'};
	if (clause.is('set logged|unlogged|access|tablespace'))
		return {mode: 'access exclusive', rewrites: true};
	if (clause.take('alter')) {
		clause.take('column');
		const column = clause.name();
		if (gentleOfColumn.some(phrase => clause.is(phrase))) return {mode: 'share update exclusive'};
		const isType = clause.take('type') || clause.take('set data type');
		const rewrites = isType && typeChangeRewrites(await typeOf(table, column), clause);
		return {mode: 'access exclusive', rewrites};
	}
	if (!clause.take('add')) return {mode: 'access exclusive'};
	return added(clause);
}

function added(clause: Cursor): Clause {
	if (clause.take('constraint')) clause.name();
	if (clause.is('foreign key')) return {mode: 'share row exclusive', referred: referredIn(clause)};
	if (clause.is('check|unique|primary|exclude|not null')) return {mode: 'access exclusive'};
	clause.take('column');
	clause.take('if not exists');
	return {
		mode: 'access exclusive',
		rewrites: addingRewrites(clause.copy()),
		referred: referredIn(clause),
	};
}
