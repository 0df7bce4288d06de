import type {Effect} from './effect.ts';
import type {RuleContext} from './hazard.ts';
import {rebuildOf} from './rebuild.ts';

/** An existing column as a statement defines it anew. */
export interface DefinedColumn {
	table: string;
	column: string;
	/** Empty where the statement does not say it. */
	type: string;
	notNull: boolean;
	/** What fills the columns of a rebuilt table, as SQL; empty elsewhere. */
	value: string;
}

export async function definedColumns(
	effect: Effect,
	{tables, rebuilds}: RuleContext,
): Promise<DefinedColumn[]> {
	if (effect.kind === 'redeclare-column' || effect.kind === 'change-type') {
		const {table, column, type} = effect;
		const notNull = effect.kind === 'redeclare-column' && effect.notNull;
		return [{table, column, type, notNull, value: ''}];
	}
	if (effect.kind === 'set-not-null') {
		return [{table: effect.table, column: effect.column, type: '', notNull: true, value: ''}];
	}
	const rebuild = rebuildOf(effect, rebuilds);
	if (!rebuild) return [];
	const {table, values: value = ''} = rebuild;
	const existing = await tables.columnsOf(table);
	return rebuild.columns
		.filter(({column}) => existing.has(column))
		.map(({column, type, notNull}) => ({table, column, type, notNull, value}));
}
