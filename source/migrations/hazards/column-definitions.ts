import type {Effect} from '../sql/effect.ts';
import {type Rebuild, rebuildOf} from '../sql/rebuild.ts';
import {partsOf} from '../sql/texts.ts';
import type {RuleContext} from './hazard.ts';

/** An existing column as a statement redefines it. */
export interface DefinedColumn {
	table: string;
	column: string;
	/** Empty where the statement does not say it. */
	type: string;
	/** The type with what follows it. */
	declared: string;
	/** On PostgreSQL, the expression that converts the values. */
	using?: string;
	notNull: boolean;
	isGenerated: boolean;
	/** What fills the column in a rebuilt table, as SQL; empty elsewhere. */
	value: string;
}

export async function definedColumns(
	effect: Effect,
	{tables, rebuilds}: RuleContext,
): Promise<DefinedColumn[]> {
	const {kind} = effect;
	if (kind === 'redeclare-column' || kind === 'change-type' || kind === 'set-not-null') {
		return [
			{
				type: '',
				declared: '',
				notNull: kind === 'set-not-null',
				isGenerated: false,
				value: '',
				...effect,
			},
		];
	}
	const rebuild = rebuildOf(effect, rebuilds);
	if (!rebuild) return [];
	const {table} = rebuild;
	const existing = await tables.columnsOf(table);
	return rebuild.columns
		.filter(({column}) => existing.has(column))
		.map(definition => ({...definition, table, value: filledWith(definition.column, rebuild)}));
}

/** Columns that are computed are filled with nothing. */
function filledWith(column: string, {columns, values}: Rebuild): string {
	const filled = columns.filter(({isGenerated}) => !isGenerated);
	const index = filled.findIndex(other => other.column === column);
	const parts = partsOf(values ?? '', 'sqlite');
	return (parts.length === filled.length && parts[index]?.trim()) || '';
}
