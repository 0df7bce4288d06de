import type {Effect} from '../sql/effect.ts';
import {rebuildOf} from '../sql/rebuild.ts';
import type {RuleContext} from './hazard.ts';

/** An existing column as a statement redefines it. */
interface DefinedColumn {
	table: string;
	column: string;
	/** Empty where the statement does not say it. */
	type: string;
	notNull: boolean;
	isGenerated: boolean;
	/** What fills the columns of a rebuilt table, as SQL; empty elsewhere. */
	value: string;
}

export async function definedColumns(
	effect: Effect,
	{tables, rebuilds}: RuleContext,
): Promise<DefinedColumn[]> {
	const {kind} = effect;
	if (kind === 'redeclare-column' || kind === 'change-type' || kind === 'set-not-null') {
		return [{type: '', notNull: kind === 'set-not-null', isGenerated: false, value: '', ...effect}];
	}
	const rebuild = rebuildOf(effect, rebuilds);
	if (!rebuild) return [];
	const {table, values: value = ''} = rebuild;
	const existing = await tables.columnsOf(table);
	return rebuild.columns
		.filter(({column}) => existing.has(column))
		.map(definition => ({...definition, table, value}));
}
