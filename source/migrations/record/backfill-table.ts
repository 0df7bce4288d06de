import type {Query, Row} from '../../project/database/database.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {ProcessIdentity} from '../../system/process-identity.ts';
import {isMissingTable} from './recorder.ts';

/**
 * How far each backfill is, in the database itself, where every operator of it can read it and set its pace. The
 * table exists only while a backfill is not done.
 */
export const backfillTable = 'quarterdeck_backfills';

export const paces = ['normal', 'slow', 'paused'] as const;
export type Pace = (typeof paces)[number];

export interface Checkpoint {
	/** The backfill's id. */
	name: string;
	pace: Pace;
	/** Rows filled so far. */
	filled: number;
	/** Rows to fill when it began; null where they could not be counted. */
	total: number | null;
	/** The primary key of the last row that was looked at, as texts; null before the first one. */
	last: string[] | null;
	/** How many batches were committed. Another run that goes on makes this one notice. */
	batches: number;
	note: CheckpointNote;
}

export interface CheckpointNote {
	/** Of the backfill's file when it began. */
	fingerprint: string;
	operator: string;
	host: string;
	/** The process that fills. */
	process?: ProcessIdentity;
	/** ISO time when it began. */
	since: string;
	/** How often it went through the whole table. */
	passes: number;
	/** Rows filled in the current pass, and in the one before. */
	inPass: number;
	inLastPass: number;
	/** Whether filled rows are no longer asked for; undefined until some were filled. */
	settles?: boolean;
}

/** Looks for the table first, as for the notes. @see ensureNotesTable */
export async function ensureBackfillTable(query: Query): Promise<void> {
	try {
		await query(`select 1 from ${backfillTable} where 1 = 0`);
	} catch (error) {
		if (!isMissingTable(error)) throw error;
		await query(
			`create table if not exists ${backfillTable} (name varchar(255) not null primary key, pace varchar(16) not null, filled bigint not null, total bigint null, last_key text null, batches bigint not null, note text not null)`,
		);
	}
}

export async function insertCheckpoint(query: Query, checkpoint: Checkpoint): Promise<void> {
	const {name, pace, filled, total, last, batches, note} = checkpoint;
	await query(
		`insert into ${backfillTable} (name, pace, filled, total, last_key, batches, note) values (?, ?, ?, ?, ?, ?, ?)`,
		[name, pace, filled, total, last && JSON.stringify(last), batches, JSON.stringify(note)],
	);
}

/** By name; empty without the table. */
export async function readCheckpoints(query: Query): Promise<Map<string, Checkpoint>> {
	try {
		const rows = await query(`select * from ${backfillTable} order by name`);
		return new Map(rows.map(row => [row.name, checkpointOf(row)]));
	} catch (error) {
		if (isMissingTable(error)) return new Map();
		throw error;
	}
}

/**
 * Those of a project's database.
 * @throws CommandError `database-unreachable`
 */
export async function readCheckpointsOf(project: Project): Promise<Map<string, Checkpoint>> {
	const database = await connectDatabase(project);
	try {
		return database ? await readCheckpoints(database.query) : new Map();
	} finally {
		await database?.close();
	}
}

/** Also records who continues it. */
export async function writeNote(query: Query, {name, note}: Checkpoint): Promise<void> {
	const sql = `update ${backfillTable} set note = ? where name = ?`;
	await query(sql, [JSON.stringify(note), name]);
}

/**
 * The statement that moves a checkpoint on, with its values. It changes no row when another run has done so.
 * @param from as it was read last
 */
export function advance(from: Checkpoint, {filled, last, batches, note}: Checkpoint) {
	const values = [filled, last && JSON.stringify(last), batches, JSON.stringify(note)];
	return [
		`update ${backfillTable} set filled = ?, last_key = ?, batches = ?, note = ? where name = ? and batches = ?`,
		[...values, from.name, from.batches],
	] satisfies [string, unknown[]];
}

/** @returns undefined when the checkpoint is gone */
export async function readPace(query: Query, name: string): Promise<Pace | undefined> {
	const [row] = await query(`select pace from ${backfillTable} where name = ?`, [name]);
	return row?.pace;
}

/** The table must exist. */
export async function writePace(query: Query, name: string, pace: Pace): Promise<void> {
	await query(`update ${backfillTable} set pace = ? where name = ?`, [pace, name]);
}

export async function removeCheckpoint(query: Query, name: string): Promise<void> {
	await query(`delete from ${backfillTable} where name = ?`, [name]);
}

export async function dropEmptyBackfillTable(query: Query): Promise<void> {
	try {
		const rows = await query(`select name from ${backfillTable}`);
		if (rows.length === 0) await query(`drop table ${backfillTable}`);
	} catch (error) {
		if (!isMissingTable(error)) throw error;
	}
}

function checkpointOf(row: Row): Checkpoint {
	const {name, pace, filled, total, last_key: last, batches, note} = row;
	return {
		...{name, pace, filled: Number(filled), batches: Number(batches), note: JSON.parse(note)},
		total: total === null ? null : Number(total),
		last: last === null ? null : JSON.parse(last),
	};
}
