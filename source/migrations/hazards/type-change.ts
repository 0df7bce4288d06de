import {isMysqlFamily} from '../../project/database/dialect.ts';
import {isName} from '../sql/texts.ts';
import type {DefinedColumn} from './column-definitions.ts';
import type {RuleContext} from './hazard.ts';
import type {ExistingColumn} from './tables/existing-columns.ts';
import {type ColumnType, charsetOf, columnType, isSameType} from './types/column-type.ts';
import {sqliteConversion} from './types/sqlite-conversion.ts';
import {widens} from './types/widening.ts';

/** A column whose values are converted, and may not all fit. */
export interface TypeChange {
	table: string;
	column: string;
	from: ColumnType;
	to: ColumnType;
	old: ExistingColumn;
	/** As the statement writes it, for PostgreSQL. */
	declared: string;
	/** What it is converted with, as SQL, where the statement says it. */
	using?: string;
	/** The migration drops its default first. */
	isDefaultDropped: boolean;
}

/** What happens to the values of a column that changes its type. */
export type Verdict =
	| {kind: 'kept' | 'unknown'}
	/** So many come out as something else. */
	| {kind: 'changed'; rows: number}
	/** The database refuses so many of the values. */
	| {kind: 'refused'; rows: number}
	/** The database refuses one of the values. */
	| {kind: 'refused'; reason: string}
	/** The database refuses the change, whatever the rows are. */
	| {kind: 'impossible'; reason: string; safer: string};

/** @returns undefined where each value stays as it is */
export async function typeChange(
	{table, column, type, declared, using, value}: DefinedColumn,
	{tables, enums, droppedDefaults}: RuleContext,
): Promise<TypeChange | undefined> {
	const {dialect} = tables;
	const old = (await tables.columnsOf(table)).get(column);
	if (!dialect || !old || old.isGenerated || type === '' || enums.has(type)) return undefined;
	const from = columnType(old.type, dialect);
	const to = columnType(declared, dialect);
	const isDefaultDropped = droppedDefaults.has(`${table}.${column}`);
	const change = {table, column, old, declared, isDefaultDropped};
	if (dialect === 'sqlite') {
		const filledBy = value === '' || isName(value, column, dialect) ? undefined : value;
		if (!filledBy && !sqliteConversion(old.type, to.text, column)) return undefined;
		return {...change, from, to, ...(filledBy && {using: filledBy})};
	}
	if (isMysqlFamily(dialect)) addCharacterSets(from, to, old);
	const isKept = (isSameType(from, to) && from.charset === to.charset) || widens(from, to);
	return isKept ? undefined : {...change, from, to, ...(using && {using})};
}

/** What a declaration does not name comes from the table. */
export function addCharacterSets(from: ColumnType, to: ColumnType, old: ExistingColumn): void {
	if (!old.collation) return;
	from.collation = old.collation;
	from.charset = charsetOf(old.collation);
	to.charset ??= charsetOf(old.tableCollation!);
}
