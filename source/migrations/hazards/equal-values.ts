import {isMysqlFamily} from '../../project/database/dialect.ts';
import {plural} from '../../words/plural.ts';
import type {Effect} from '../sql/effect.ts';
import {type DefinedColumn, definedColumns} from './column-definitions.ts';
import {hazard, type RuleContext} from './hazard.ts';
import {addCharacterSets} from './type-change.ts';
import {conversionOf} from './type-verdict.ts';
import {columnType} from './types/column-type.ts';

/** A new type or collation may make values equal that were not: a rounded number, or `x` and `X`. */
export async function* uniqueInNewType(effect: Effect, context: RuleContext) {
	const {tables, droppedIndexes} = context;
	for (const definition of await definedColumns(effect, context)) {
		const {table, column} = definition;
		const converted = definition.declared && (await convertedValue(definition, context));
		if (!converted) continue;
		for (const [name, columns] of await tables.uniqueIndexesOf(table)) {
			if (droppedIndexes.has(name) || !columns.includes(column)) continue;
			const values = columns.map(other =>
				other === column ? converted : tables.quoted(table, other),
			);
			const repeated = await tables.duplicates(table, values);
			if (typeof repeated !== 'number' || repeated === 0) continue;
			const become = repeated === 1 ? 'becomes' : 'become';
			yield hazard(
				'DL006',
				`${columns.join(', ')} of ${table} is unique, but with the new type of ${column} ${plural(repeated, 'value')} ${become} equal to another: it will fail.`,
				'Change these values in an earlier migration.',
				{fails: true, rows: repeated},
			);
		}
	}
}

/** @returns undefined where values stay different, or where it cannot be told */
async function convertedValue(
	{table, column, declared, using}: DefinedColumn,
	{tables}: RuleContext,
): Promise<string | undefined> {
	const {dialect} = tables;
	const old = (await tables.columnsOf(table)).get(column);
	if (!dialect || !old) return undefined;
	const from = columnType(old.type, dialect);
	const to = columnType(declared, dialect);
	const collation = to.collation ?? (to.charset ? undefined : old.tableCollation);
	if (isMysqlFamily(dialect)) addCharacterSets(from, to, old);
	const change = {table, column, from, to, old, declared, using, isDefaultDropped: false};
	const own = tables.quoted(table, column);
	const converted = conversionOf(change, tables)?.converted ?? own;
	// A text that is converted has the usual collation of its character set.
	const isOther = collation !== old.collation || converted !== own;
	const isCompared = to.kind === 'text' && collation !== undefined && isOther;
	return isCompared && dialect !== 'postgresql' ? `${converted} collate ${collation}` : converted;
}
