import type {Act} from './effect.ts';
import type {Context} from './rule.ts';

/** A column as the statement wants it, whatever way it says so. */
export async function wantedColumns(act: Act, {tables, rebuilds}: Context) {
	if (act.kind === 'redeclare-column' || act.kind === 'change-type') {
		const isNotNull = act.kind === 'redeclare-column' && act.notNull;
		return [{table: act.table, column: act.column, type: act.type, notNull: isNotNull, value: ''}];
	}
	if (act.kind === 'set-not-null') {
		return [{table: act.table, column: act.column, type: '', notNull: true, value: ''}];
	}
	if (act.kind !== 'drop-table') return [];
	const rebuild = rebuilds.find(({table}) => table === act.table);
	if (!rebuild) return [];
	const existing = await tables.columnsOf(act.table);
	return rebuild.columns
		.filter(({column}) => existing.has(column))
		.map(({column, type, notNull}) => ({
			table: act.table,
			...{column, type, notNull},
			value: rebuild.values ?? '',
		}));
}
