import type {Effect} from '../sql/effect.ts';
import {type Rebuild, rebuildOf} from '../sql/rebuild.ts';
import {partsOf} from '../sql/texts.ts';
import type {RuleContext} from './hazard.ts';
import type {Tables} from './tables/tables.ts';

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
	if (effect.kind === 'convert-texts') return convertedTexts(effect, tables);
	const rebuild = rebuildOf(effect, rebuilds);
	if (!rebuild) return [];
	const {table} = rebuild;
	const existing = await tables.columnsOf(table);
	return rebuild.columns
		.filter(({column}) => existing.has(column))
		.map(definition => ({...definition, table, value: filledWith(definition.column, rebuild)}));
}

/** MySQL and MariaDB give a text a larger type where its bytes need one. */
async function convertedTexts(
	{table, charset, collation}: Extract<Effect, {kind: 'convert-texts'}>,
	tables: Tables,
): Promise<DefinedColumn[]> {
	const usual = await tables.query(
		"select collation_name as name from information_schema.collations where character_set_name = ? and is_default = 'Yes'",
		[charset],
	);
	const collate = collation ?? usual[0]?.name;
	const attributes = `character set ${charset}${collate ? ` collate ${collate}` : ''}`;
	return [...(await tables.columnsOf(table))]
		.filter(([, old]) => old.collation)
		.map(([column, old]) => {
			const type = /text$/i.test(old.type) ? 'longtext' : old.type;
			const declared = `${type} ${attributes}`;
			return {...{table, column, type, declared}, notNull: false, isGenerated: false, value: ''};
		});
}

/** Columns that are computed are filled with nothing. */
function filledWith(column: string, {columns, values}: Rebuild): string {
	const filled = columns.filter(({isGenerated}) => !isGenerated);
	const index = filled.findIndex(other => other.column === column);
	const parts = partsOf(values ?? '', 'sqlite');
	return (parts.length === filled.length && parts[index]?.trim()) || '';
}
