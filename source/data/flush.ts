import {queryIn} from '../migrations/engine/engine.ts';
import {deferKeys} from './keys.ts';
import {restartNumbers} from './sequences.ts';
import type {OpenData} from './tables.ts';

/**
 * Deletes all rows of the project's tables, in a transaction.
 * @throws CommandError `foreign-key` when a table that is not the project's refers to them
 */
export async function flush({engine, tables}: OpenData, transaction: unknown): Promise<void> {
	const query = queryIn(engine, transaction);
	const {driverName: dialect} = engine;
	if (tables.length === 0) return;
	if (dialect === 'postgresql') {
		const names = tables.map(({quoted}) => quoted).join(', ');
		await query(`truncate ${names} restart identity`);
		return;
	}
	const keys = await deferKeys(dialect, query, tables);
	for (const {quoted} of tables.toReversed()) await query(`delete from ${quoted}`);
	await keys.verify();
	if (dialect === 'sqlite') await restartNumbers(dialect, tables, query);
}
