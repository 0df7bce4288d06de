import {CommandError, exitCodes, messageOf} from '../errors/command-error.ts';
import {queryIn} from '../migrations/engine/engine.ts';
import {didYouMean} from '../words/closest.ts';
import {type FileRow, unfit} from './format.ts';
import {deferKeys} from './keys.ts';
import {continueSequences} from './sequences.ts';
import type {StoredColumn} from './stored-tables.ts';
import type {DataTable, OpenData} from './tables.ts';
import {type Values, valuesOf, WrongValue} from './values.ts';
import {Writer} from './writer.ts';

/**
 * Writes rows over those with the same primary key; nothing else of the database is changed.
 * @param transaction to be committed by who calls
 * @returns how many rows were written
 * @throws CommandError `data-file` with the file and line, `foreign-key`
 */
export async function load(
	open: OpenData,
	rows: AsyncIterable<FileRow>,
	transaction: unknown,
	signal: AbortSignal,
): Promise<number> {
	const {engine, tables, timezone} = open;
	const {driverName: dialect} = engine;
	const query = queryIn(engine, transaction);
	const values = valuesOf(dialect, engine.driver.getPlatform(), timezone);
	const keys = await deferKeys(dialect, query, tables);
	const known = new Map(tables.map(table => [table.id, table]));
	const writer = new Writer(query, dialect, name => engine.quote(name));
	let count = 0;
	for await (const {entity, row, place} of rows) {
		if (signal.aborted) throw interrupted();
		const table = known.get(entity);
		if (!table) {
			const near = didYouMean(entity, [...known.keys()]);
			throw unfit(
				place,
				`the project has no entity ${JSON.stringify(entity)}${near && `.${near}`}`,
			);
		}
		const columns = Object.keys(row).map(name => columnOf(table, name, place));
		await writer.add(table, columns, storedRow(columns, row, values, place), place);
		count++;
	}
	await writer.flush();
	await keys.verify();
	if (dialect === 'postgresql') {
		for (const table of writer.tables) await continueSequences(table, query);
	}
	return count;
}

function columnOf(table: DataTable, name: string, place: string): StoredColumn {
	const column = table.columns.find(one => one.name === name);
	if (column) return column;
	throw unfit(place, `${table.id} has no column ${JSON.stringify(name)}`);
}

function storedRow(
	columns: StoredColumn[],
	row: Record<string, unknown>,
	values: Values,
	place: string,
): unknown[] {
	return columns.map(column => {
		try {
			return values.stored(column, row[column.name]);
		} catch (error) {
			if (!(error instanceof WrongValue)) throw error;
			throw unfit(place, `${column.name} must be ${messageOf(error)}`, error);
		}
	});
}

function interrupted(): CommandError {
	return new CommandError('Interrupted. Nothing was changed.', {
		code: 'interrupted',
		exitCode: exitCodes.interrupted,
	});
}
