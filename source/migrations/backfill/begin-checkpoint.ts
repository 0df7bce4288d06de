import type {Project} from '../../project/project.ts';
import {hostName, operatorName} from '../../runs/operator.ts';
import {identify} from '../../system/process-identity.ts';
import {queryIn} from '../engine/engine.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import {fingerprintOfFile} from '../files/fingerprint.ts';
import type {MigrationFile} from '../files/loader.ts';
import {
	type Checkpoint,
	ensureBackfillTable,
	insertCheckpoint,
	readCheckpoints,
	writeNote,
} from '../record/backfill-table.ts';
import {countRows} from './count-rows.ts';
import type {BackfillRows} from './rows.ts';

/**
 * The checkpoint of a backfill: a new one, or that of the run before.
 * @returns also how many rows the table has; null where they are too many to count
 */
export async function beginCheckpoint(
	project: Project,
	orm: MikroOrm,
	rows: BackfillRows,
	file: MigrationFile,
): Promise<{checkpoint: Checkpoint; inTable: number | null}> {
	const query = queryIn(orm, undefined);
	const inTable = await countRows(project, `select count(*) as count from ${rows.table}`);
	const runner = {operator: operatorName(), host: hostName(), process: identify(process.pid)};
	await ensureBackfillTable(query);
	const before = (await readCheckpoints(query)).get(file.id);
	if (before) {
		const checkpoint = {...before, note: {...before.note, ...runner}};
		await writeNote(query, checkpoint);
		return {checkpoint, inTable};
	}
	const total = rows.hasCondition ? await countRows(project, rows.count()) : inTable;
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
