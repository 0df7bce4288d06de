import type {Cursor} from '../sql/cursor.ts';
import {NotUnderstood} from '../sql/tokens.ts';
import {addingColumn, rebuilding, redeclaring} from './mysql-columns.ts';
import {type Algorithm, algorithms, type MysqlServer, type Way} from './mysql-server.ts';
import type {StoredTable} from './stored-table.ts';

/** What cannot be told keeps everybody out. */
export const unknownWay: Way = {algorithm: 'copy', lock: 'exclusive'};

/**
 * How a server makes an `alter table` of one table. It takes one way for all clauses.
 * @param cursor behind the table's name
 * @param isUnchecked whether new foreign keys are for new rows only
 */
export function wayOfAlter(
	cursor: Cursor,
	table: StoredTable,
	server: MysqlServer,
	isUnchecked: boolean,
): Way {
	const clauses = cursor.until(';').split(',');
	const shape = clauses.map(clause => clause.copy());
	const ways = clauses.map((clause, at) =>
		isUnchecked && isForeignKey.test(shape[at]!.outline)
			? none('nocopy')
			: wayOfClause(clause, table, server),
	);
	const dropsKey = shape.some(clause => clause.is('drop primary key'));
	const addsKey = shape.some(clause => /^ add(?: constraint)? primary key\b/.test(clause.outline));
	if (dropsKey && !addsKey) ways.push(copied);
	if (shape.filter(clause => clause.is('add fulltext')).length > 1) ways.push(copied);
	const forms = shape.map(changesForm);
	if (forms.includes(true) && shape.length > 1) {
		// The rows get another form, which an index in the making cannot follow.
		const isOther = ways.some(({algorithm}, at) => algorithm === 'nocopy' && !forms[at]);
		if (isOther || table.hasGenerated) ways.push(none(rebuilding(table, server)));
	}
	return withFulltext(strongest(ways), table, server);
}

/** What rebuilds a table in place keeps writers out if it has to make a fulltext index. */
function withFulltext(way: Way, {hasFulltext}: StoredTable, {isMariaDb}: MysqlServer): Way {
	if (!hasFulltext || way.algorithm !== 'inplace') return way;
	return strongest([way, isMariaDb ? inplaceShared : copied]);
}

const isForeignKey = /^ add(?: constraint)?(?: \w+)? foreign key\b/;

const notColumns = 'index|key|unique|fulltext|spatial|constraint|foreign|check|primary';

/** Whether a clause adds, drops or moves a column. */
function changesForm(clause: Cursor): boolean {
	const isColumn = clause.is('add|drop') && !clause.is(`add|drop ${notColumns}`);
	return isColumn || / first\b| after\b/.test(clause.outline);
}

export function strongest(ways: Way[]): Way {
	const algorithm = highest(
		algorithms,
		ways.map(({algorithm}) => algorithm),
	);
	const lock = highest(
		['none', 'shared', 'exclusive'] as const,
		ways.map(({lock}) => lock),
	);
	return {algorithm, lock: algorithm === 'copy' && lock === 'none' ? 'shared' : lock};
}

function highest<T>(order: readonly T[], values: T[]): T {
	return order[Math.max(0, ...values.map(value => order.indexOf(value)))]!;
}

export function none(algorithm: Algorithm): Way {
	return {algorithm, lock: 'none'};
}
export const copied: Way = {algorithm: 'copy', lock: 'shared'};
/** What writes to the table has to wait. */
export const inplaceShared: Way = {algorithm: 'inplace', lock: 'shared'};

function wayOfClause(clause: Cursor, table: StoredTable, server: MysqlServer): Way {
	try {
		return read(clause, table, server);
	} catch (error) {
		if (error instanceof NotUnderstood) return unknownWay;
		throw error;
	}
}

function read(clause: Cursor, table: StoredTable, server: MysqlServer): Way {
	const all = (found: Algorithm[]) => strongest(found.map(none));
	if (clause.take('add')) return adding(clause, table, server);
	if (clause.take('drop')) return dropping(clause, table, server);
	if (clause.take('modify')) {
		skipWords(clause);
		return all(redeclaring(clause.copy().name(), clause, table, server));
	}
	if (clause.take('change')) {
		skipWords(clause);
		return all(redeclaring(clause.name(), clause, table, server));
	}
	if (clause.take('alter')) {
		if (clause.is('index|key|constraint|check')) return copied;
		skipWords(clause);
		clause.name();
		return clause.is('set default') || clause.is('drop default')
			? none(server.setDefault)
			: unknownWay;
	}
	if (clause.take('rename index|key')) return none(server.renameIndex);
	if (clause.take('rename column')) return none(server.renameColumn);
	if (clause.is('rename')) return none('instant');
	return ofTable(clause, table, server);
}

function skipWords(clause: Cursor): void {
	clause.take('column');
	clause.take('if exists');
	clause.take('if not exists');
}

function adding(clause: Cursor, table: StoredTable, server: MysqlServer): Way {
	if (clause.take('constraint')) {
		clause.take('if not exists');
		if (!clause.is('unique|foreign|check|primary')) clause.name();
	}
	// Foreign keys are checked row by row while the table is copied.
	if (clause.is('foreign|check')) return copied;
	if (clause.take('fulltext|spatial')) return inplaceShared;
	if (clause.is('unique|index|key')) return addingIndex(clause, server);
	if (clause.is('primary')) return none(rebuilding(table, server));
	if (clause.is('partition|period|system')) return unknownWay;
	skipWords(clause);
	const columns = clause.is('(') ? clause.brackets().split(',') : [clause];
	return strongest(columns.flatMap(column => addingColumn(column, table, server)).map(none));
}

/**
 * MySQL keeps an expression in a hidden column, which is new.
 * @param clause before the brackets of the index; behind them afterwards
 */
export function addingIndex(clause: Cursor, {isMariaDb}: MysqlServer): Way {
	clause.until('(');
	const hasExpression = clause
		.brackets()
		.split(',')
		.some(part => part.is('('));
	return hasExpression && !isMariaDb ? copied : none('nocopy');
}

function dropping(clause: Cursor, table: StoredTable, server: MysqlServer): Way {
	if (clause.take('foreign key')) return none(server.dropForeignKey);
	if (clause.is('primary')) return none(rebuilding(table, server));
	if (clause.take('index|key')) return none('nocopy');
	if (clause.take('constraint')) {
		clause.take('if exists');
		const isKey = clause.name().toLowerCase() === 'primary';
		return isKey ? copied : none(server.dropConstraint);
	}
	if (clause.is('check')) return copied;
	if (clause.is('partition|period|system')) return unknownWay;
	skipWords(clause);
	const column = clause.name().toLowerCase();
	if (table.key.has(column)) return copied;
	if (table.hasFulltext) return none(rebuilding(table, server));
	if (!table.indexed.has(column)) return none(server.dropColumn);
	const isAlone = !table.indexedTogether.has(column) && !table.hasGenerated;
	return none(server.isMariaDb && isAlone ? 'nocopy' : rebuilding(table, server));
}

/** The options of a table, and words about the change itself. */
function ofTable(clause: Cursor, table: StoredTable, server: MysqlServer): Way {
	const rebuilt = none(rebuilding(table, server));
	const demanded = demandedWay(clause);
	if (demanded) return demanded;
	if (clause.is('comment|auto_increment')) return none(server.tableOption);
	clause.take('default');
	if (clause.is('character|charset|collate')) return none(server.tableCharset);
	if (clause.take('force')) return rebuilt;
	if (clause.take('engine')) {
		clause.take('=');
		return clause.is('innodb') ? rebuilt : copied;
	}
	if (clause.is('convert to')) return copied;
	return unknownWay;
}

/** `algorithm=…` and `lock=…`: the server takes none gentler. */
export function demandedWay(cursor: Cursor): Way | undefined {
	const word = cursor.takeOne(['algorithm', 'lock']);
	if (word === undefined) return undefined;
	cursor.take('=');
	const value = cursor.next().word;
	if (value === 'copy') return copied;
	const isLock = word === 'lock' && (value === 'shared' || value === 'exclusive');
	return {algorithm: 'instant', lock: isLock ? value : 'none'};
}
