import type {Cursor} from '../sql/cursor.ts';
import type {QualifiedName} from '../sql/names.ts';
import {cursorOver} from '../sql/texts.ts';
import {NotUnderstood} from '../sql/tokens.ts';
import {
	addingIndex,
	copied,
	demandedWay,
	inplaceShared,
	none,
	strongest,
	unknownWay,
	wayOfAlter,
} from './mysql-alter.ts';
import type {MysqlServer, Way} from './mysql-server.ts';
import type {StoredTable} from './stored-table.ts';

/** What a statement of MySQL or MariaDB does to a table that is there. */
export interface TableChange {
	table: QualifiedName;
	/** Of a change of the schema. */
	way?: Way;
	/** Of another statement: `row`, of its rows; `exclusive metadata`, of the whole table. */
	lock?: 'row' | 'exclusive metadata';
}

/**
 * The tables that a statement changes, and how.
 * @param find a table as it is stored; undefined where there is none
 * @param server undefined for one that is not known: it copies
 * @returns empty for what is not read
 */
export async function changesOf(
	sql: string,
	find: (table: QualifiedName) => Promise<StoredTable | undefined>,
	server: MysqlServer | undefined,
): Promise<TableChange[]> {
	try {
		return await read(cursorOver(sql, 'mysql'), find, server);
	} catch (error) {
		if (error instanceof NotUnderstood) return [];
		throw error;
	}
}

const changesRows = ['insert', 'replace', 'delete', 'update', 'load data'];
/** Words between the verb and the table. */
const modifiers = 'low_priority|high_priority|delayed|ignore|quick|into|from';

async function read(
	cursor: Cursor,
	find: (table: QualifiedName) => Promise<StoredTable | undefined>,
	server: MysqlServer | undefined,
): Promise<TableChange[]> {
	const changeOf = async (
		way: (table: StoredTable, server: MysqlServer) => Way,
	): Promise<TableChange[]> => {
		const table = cursor.qualified();
		const stored = await find(table);
		if (!stored) return [];
		if (!server) return [{table, way: unknownWay}];
		const found = way(stored, server);
		return [{table, way: stored.isPlain ? found : strongest([found, copied])}];
	};
	const isUnchecked = cursor.is('set statement foreign_key_checks = 0 for');
	if (cursor.take('set statement')) skipTo(cursor, 'for');
	if (cursor.take('alter table')) {
		cursor.take('if exists');
		const clauses = cursor.copy();
		const changed = await changeOf((stored, server) =>
			wayOfAlter(cursor, stored, server, isUnchecked),
		);
		return changed.length > 0 ? [...changed, ...referredIn(clauses)] : [];
	}
	if (cursor.take('create')) {
		cursor.take('or replace');
		const kind = cursor.takeOne(['unique', 'fulltext', 'spatial']);
		if (cursor.take('index')) {
			skipTo(cursor, 'on');
			return changeOf((_, server) => wayOfIndex(cursor, kind, server));
		}
		cursor.until('trigger');
		if (!cursor.take('trigger')) return [];
		skipTo(cursor, 'on');
		return [exclusive(cursor)];
	}
	if (cursor.take('drop index')) {
		skipTo(cursor, 'on');
		return changeOf(() => none('nocopy'));
	}
	if (cursor.take('rename table|tables')) return renamed(cursor);
	if (cursor.take('drop table') || cursor.take('truncate')) return emptied(cursor);
	if (cursor.take('optimize table')) return changeOf(() => none('inplace'));
	if (!changesRows.some(word => cursor.take(word))) return [];
	while (cursor.take(modifiers));
	return [{table: cursor.qualified(), lock: 'row'}];
}

function skipTo(cursor: Cursor, word: string): void {
	cursor.until(word);
	cursor.expect(word);
}

function exclusive(cursor: Cursor): TableChange {
	return {table: cursor.qualified(), lock: 'exclusive metadata'};
}

/** The rows that a new foreign key finds are locked while its table is copied. */
function referredIn(cursor: Cursor): TableChange[] {
	const tables: TableChange[] = [];
	while (!cursor.isAtEnd) {
		if (cursor.take('references')) tables.push({table: cursor.qualified(), lock: 'row'});
		else cursor.next();
	}
	return tables;
}

/** @param cursor behind `drop table` or `truncate` */
function emptied(cursor: Cursor): TableChange[] {
	cursor.take('table');
	cursor.take('if exists');
	const tables: TableChange[] = [];
	do tables.push(exclusive(cursor));
	while (cursor.take(','));
	return tables;
}

/** @param cursor behind `rename table` */
function renamed(cursor: Cursor): TableChange[] {
	const tables: TableChange[] = [];
	do {
		tables.push({table: cursor.qualified(), way: none('instant')});
		skipTo(cursor, 'to');
		cursor.qualified();
	} while (cursor.take(','));
	return tables;
}

/** @param cursor behind the table's name */
function wayOfIndex(cursor: Cursor, kind: string | undefined, server: MysqlServer): Way {
	const ways = [addingIndex(cursor, server)];
	if (kind === 'fulltext' || kind === 'spatial') ways.push(inplaceShared);
	while (!cursor.isAtEnd) {
		const demanded = demandedWay(cursor);
		if (demanded) ways.push(demanded);
		else cursor.next();
	}
	return strongest(ways);
}
