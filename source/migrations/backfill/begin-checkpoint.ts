import type {Project} from '../../project/project.ts';
import {hostName, operatorName} from '../../runs/operator.ts';
import {identify} from '../../system/process-identity.ts';
import {queryIn} from '../engine/engine.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import {fingerprintOfFile} from '../files/fingerprint.ts';
import type {MigrationFile} from '../files/loader.ts';
import {estimatedRows} from '../hazards/tables/brief-queries.ts';
import {
	type Checkpoint,
	ensureBackfillTable,
	insertCheckpoint,
	readCheckpoints,
	writeNote,
} from '../record/backfill-table.ts';
import {countRows} from './count-rows.ts';
import type {BackfillRows} from './rows.ts';

/** Of a table with more rows, the server's estimate is good enough. */
const manyRows = 200_000;

/**
 * The checkpoint of a backfill: a new one, or that of the run before.
 * @returns also how many rows the table has, roughly; null where they are too many to count
 */
export async function beginCheckpoint(
	project: Project,
	orm: MikroOrm,
	rows: BackfillRows,
	file: MigrationFile,
): Promise<{checkpoint: Checkpoint; inTable: number | null}> {
	const query = queryIn(orm, undefined);
	const {schema, name} = rows.tableName;
	const estimate = await estimatedRows({dialect: orm.driverName, query}, {schema, own: name});
	const all = `select count(*) as count from ${rows.table}`;
	// An estimate may be far off, which matters where a batch would be small.
	const isRough = estimate !== undefined && estimate > manyRows;
	const inTable = isRough ? estimate : await countRows(project, all);
	const runner = {operator: operatorName(), host: hostName(), process: identify(process.pid)};
	await ensureBackfillTable(query);
	const before = (await readCheckpoints(query)).get(file.id);
	if (before) {
		const checkpoint = {...before, note: {...before.note, ...runner}};
		await writeNote(query, checkpoint);
		return {checkpoint, inTable};
	}
	const isCounted = !rows.hasCondition && !isRough;
	const total = isCounted
		? inTable
		: await countRows(project, rows.hasCondition ? rows.count() : all);
	const checkpoint: Checkpoint = {
		...{name: file.id, pace: 'normal', filled: 0, total, last: null, batches: 0},
		note: {
			...runner,
			fingerprint: fingerprintOfFile(file),
			since: new Date().toISOString(),
			...{passes: 0, inPass: 0, inLastPass: 0},
		},
	};
	await insertCheckpoint(query, checkpoint);
	return {checkpoint, inTable};
}
