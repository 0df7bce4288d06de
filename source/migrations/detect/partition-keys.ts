import {CommandError} from '../../errors/command-error.ts';
import type {SchemaDifference} from '../engine/mikro-orm.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import {namesIn} from '../sql/texts.ts';
import {entityOf, propertyOf} from './operations.ts';

/**
 * PostgreSQL changes no type of a column that a table is partitioned by; a table whose partitions change is
 * made anew anyway.
 * @throws CommandError `entities`
 */
export function refuseNewTypesOfPartitionKeys(
	{changedTables}: SchemaDifference,
	to: Snapshot,
): void {
	for (const {toTable, changedColumns, changedPartitioning} of Object.values<any>(changedTables)) {
		const definition: string | undefined = toTable.getPartitioning?.()?.definition;
		if (definition === undefined || changedPartitioning) continue;
		const names = namesIn(definition, 'postgresql');
		const retyped = Object.values<any>(changedColumns).find(
			({column, changedProperties}) =>
				['type', 'collation'].some(property => changedProperties.has(property)) &&
				names.includes(column.name),
		);
		if (!retyped) continue;
		const property = `${entityOf(to, toTable)}.${propertyOf(to, toTable, retyped.column.name)}`;
		throw new CommandError(
			`The type of ${property} cannot change: the table is partitioned by it.`,
			{
				code: 'entities',
				hint: 'Change partitionBy as well (or take it out, and put it back in a migration of its own): the table is made anew then.',
			},
		);
	}
}
