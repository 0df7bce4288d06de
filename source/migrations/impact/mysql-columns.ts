import type {ExistingColumn} from '../hazards/tables/existing-columns.ts';
import {addCharacterSets} from '../hazards/type-change.ts';
import {type ColumnType, columnType, isSameType} from '../hazards/types/column-type.ts';
import type {Cursor} from '../sql/cursor.ts';
import {declaration} from '../sql/declarations.ts';
import type {Algorithm, MysqlServer} from './mysql-server.ts';
import type {StoredTable} from './stored-table.ts';

/** @param cursor at the name of the new column */
export function addingColumn(cursor: Cursor, table: StoredTable, server: MysqlServer): Algorithm[] {
	const declared = cursor.copy();
	declared.name();
	const {outline} = declared;
	const isVirtual = /\bas \(/.test(outline) && !/\b(?:stored|persistent)\b/.test(outline);
	if (/\bas \(/.test(outline) && !isVirtual) return ['copy'];
	if (/\b(?:auto_increment|references|primary|with|without)\b/.test(outline)) return ['copy'];
	if (hasComputedDefault(declared, server)) return ['copy'];
	return [
		table.hasFulltext ? rebuilding(table, server) : server.addColumn,
		...(/\bcheck\b/.test(outline) ? [server.addChecked] : []),
		...(/\b(?:unique|key)\b/.test(outline) ? (['inplace'] as const) : []),
		...(isMoved(outline) && server.isMariaDb ? [moving(table, server)] : []),
	];
}

/** MariaDB cannot rebuild in place what has generated columns. */
export function rebuilding(table: StoredTable, {isMariaDb}: MysqlServer): Algorithm {
	return isMariaDb && table.hasGenerated ? 'copy' : 'inplace';
}

function moving(table: StoredTable, server: MysqlServer): Algorithm {
	const isOther = table.hasGenerated || table.hasFulltext;
	return isOther ? rebuilding(table, server) : server.moveColumn;
}

function isMoved(outline: string): boolean {
	return / first\b| after\b/.test(outline);
}

/** What is the same for all rows, and so is not written into them. */
const constants = 'current_timestamp|now|localtime|localtimestamp';

function hasComputedDefault(declared: Cursor, {isMariaDb}: MysqlServer): boolean {
	const cursor = declared.copy();
	cursor.until('default');
	if (!cursor.take('default')) return false;
	if (cursor.is('(')) return !isMariaDb || callsIn(cursor.brackets());
	if (cursor.take(constants)) return false;
	return cursor.peek()?.kind === 'word' && cursor.peek(1)?.value === '(';
}

function callsIn({rest}: Cursor): boolean {
	return rest.some(({kind}, at) => kind === 'word' && rest[at + 1]?.value === '(');
}

/** @param cursor at the name that the column has afterwards */
export function redeclaring(
	column: string,
	cursor: Cursor,
	table: StoredTable,
	server: MysqlServer,
): Algorithm[] {
	const old = table.columns.get(column);
	const rest = cursor.copy();
	rest.name();
	const {outline} = rest;
	const to = declaration(cursor);
	if (!old || old.isGenerated || to.isGenerated) return ['copy'];
	if (/\b(?:auto_increment|check|references|unique|primary|key|with|without)\b/.test(outline))
		return ['copy'];
	const isNullable = !to.notNull;
	// Without either word, a timestamp's default depends on the server.
	if (/^timestamp\b/.test(to.type) && !/\bnull\b/.test(outline)) return ['copy'];
	return [
		typeChange(old, to.declared, server),
		...(isNullable === old.nullable ? [] : [changingNull(isNullable, table, server)]),
		...(column.toLowerCase() === to.column.toLowerCase() ? [] : [server.renameColumn]),
		...(isMoved(outline) ? [moving(table, server)] : []),
	];
}

function changingNull(isNullable: boolean, table: StoredTable, server: MysqlServer): Algorithm {
	return isNullable || server.isStrict ? rebuilding(table, server) : 'copy';
}

/** @param declared the new type with what follows it */
function typeChange(old: ExistingColumn, declared: string, server: MysqlServer): Algorithm {
	const from = columnType(old.type, 'mysql');
	const to = columnType(declared, 'mysql');
	const collation = to.collation ?? (to.charset === undefined ? old.tableCollation : undefined);
	if (old.collation && collation !== old.collation) return 'copy';
	addCharacterSets(from, to, old);
	if (isZeroFilled(old.type) !== isZeroFilled(declared)) return 'copy';
	if (isSameType(from, to)) return server.redeclare;
	return isLonger(from, to, server)
		? server.redeclare
		: hasMoreValues(from, to)
			? server.moreValues
			: 'copy';
}

function isZeroFilled(type: string): boolean {
	return /\bzerofill\b/i.test(type);
}

/** Bytes that a character may take. */
const widths: Record<string, number> = {
	ascii: 1,
	latin1: 1,
	utf8: 3,
	utf8mb3: 3,
	utf8mb4: 4,
};

function isLonger(from: ColumnType, to: ColumnType, server: MysqlServer): boolean {
	if (from.kind !== 'text' || to.kind !== 'text' || from.fixed || to.fixed) return false;
	const width = widths[from.charset ?? ''];
	if (width === undefined || !from.characters || !to.characters) return false;
	return (
		to.characters >= from.characters &&
		server.canLengthen(from.characters * width, to.characters * width)
	);
}

/** They are numbers in the rows: the old ones keep theirs, in as many bytes. */
function hasMoreValues(from: ColumnType, to: ColumnType): boolean {
	if (from.kind !== to.kind || (to.kind !== 'enum' && to.kind !== 'set')) return false;
	const {values} = from as typeof to;
	const bytes = (list: string[]) =>
		to.kind === 'enum' ? Number(list.length > 255) : Math.ceil(list.length / 8);
	return values.every((value, at) => to.values[at] === value) && bytes(values) === bytes(to.values);
}
