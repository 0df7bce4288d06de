import type {Tables} from './tables/tables.ts';
import type {TypeChange, Verdict} from './type-change.ts';
import {postgresqlConversion, verdictOfPostgresql} from './type-verdict-of-postgresql.ts';
import type {Conversion} from './types/conversion.ts';
import {mysqlConversion} from './types/mysql-conversion.ts';
import {sqliteConversion} from './types/sqlite-conversion.ts';

export async function verdictOf(change: TypeChange, tables: Tables): Promise<Verdict> {
	if (tables.dialect === 'postgresql') return verdictOfPostgresql(change, tables);
	const conversion = conversionOf(change, tables);
	if (!conversion) return {kind: 'unknown'};
	const changed = await tables.count(change.table, conversion.changes);
	if (changed === undefined) return {kind: 'unknown'};
	if (changed === 0) return {kind: 'kept'};
	const isRefused = change.to.kind === 'json' || (await tables.isStrict());
	const refused =
		conversion.fails && isRefused ? await tables.count(change.table, conversion.fails) : 0;
	return refused ? {kind: 'refused', rows: refused} : {kind: 'changed', rows: changed};
}

/** @returns undefined where it cannot be told */
export function conversionOf(change: TypeChange, tables: Tables): Conversion | undefined {
	const {table, column, from, to, old, using} = change;
	const x = tables.quoted(table, column);
	switch (tables.dialect) {
		case 'sqlite':
			return using === undefined
				? sqliteConversion(old.type, to.text, x)
				: {converted: using, changes: `${x} is not null and (${using}) is not ${x}`};
		case 'postgresql':
			return postgresqlConversion(change, tables);
		default:
			return mysqlConversion(from, to, x);
	}
}
