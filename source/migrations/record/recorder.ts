import {unreachable} from '../../project/database/address.ts';
import type {Database, Row} from '../../project/database/database.ts';
import {isMysqlFamily, quoteName} from '../../project/database/dialect.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {fingerprintColumn} from '../files/fingerprint.ts';

/** When each migration was applied, by id, in the order of the rows. */
export interface Applied extends Map<string, Date> {
	/** The fingerprints of the files at that time, by id, where Quarterdeck applied them. */
	fingerprints?: Map<string, string>;
}

/**
 * What is applied, read with the driver alone: nothing if the database or the table does not exist.
 * @throws CommandError `database-unreachable`
 */
export async function readApplied(project: Project): Promise<Applied> {
	const database = await connectDatabase(project);
	if (!database) return new Map();
	try {
		const recorded = await rows(database, project);
		const applied: Applied = new Map(
			recorded.map(row => [idOf(row.name), timeOf(row.recorded_at)]),
		);
		applied.fingerprints = new Map(
			recorded.flatMap(row => (row[fingerprintColumn] ? [[row.name, row[fingerprintColumn]]] : [])),
		);
		return applied;
	} catch (error) {
		if (isMissingTable(error)) return new Map();
		throw unreachable(project, error);
	} finally {
		await database.close();
	}
}

/**
 * Records migrations as applied, except those that have a row.
 * @throws CommandError `database-unreachable`
 */
export async function recordApplied(project: Project, ids: string[]): Promise<void> {
	const database = ids.length > 0 ? await connectDatabase(project) : undefined;
	if (!database) return;
	const table = quoteName(project.migrations.tableName, database.dialect);
	const from = isMysqlFamily(database.dialect) ? ' from dual' : '';
	const unlessRecorded = `where not exists (select 1 from ${table} where name = ?)`;
	// A parameter that is only selected has no type on PostgreSQL.
	const name = isMysqlFamily(database.dialect) ? '?' : 'cast(? as varchar(255))';
	try {
		for (const id of ids) {
			await database.query(`insert into ${table} (name) select ${name}${from} ${unlessRecorded}`, [
				id,
				id,
			]);
		}
	} catch (error) {
		throw unreachable(project, error);
	} finally {
		await database.close();
	}
}

function rows(database: Database, project: Project): Promise<Row[]> {
	const {dialect} = database;
	const table = quoteName(project.migrations.tableName, dialect);
	// MySQL stores the time without a zone; only the server knows which zone it is in.
	const time = isMysqlFamily(dialect) ? 'unix_timestamp(executed_at) * 1000' : 'executed_at';
	return database.query(`select ${table}.*, ${time} as recorded_at from ${table} order by id`);
}

/** Older versions of MikroORM recorded the name of the file with its extension. */
function idOf(recorded: string): string {
	return recorded.replace(/\.[jt]s$/, '');
}

export function isMissingTable(error: unknown): boolean {
	const {code, errno, message = ''} = error as {code?: string; errno?: number; message?: string};
	return code === '42P01' || errno === 1146 || /no such table|^Invalid object name/.test(message);
}

/**
 * SQLite stores milliseconds since 1970, or UTC as text without a zone. MikroORM returns PostgreSQL's
 * time as text with a short zone: `2026-11-24 07:36:59.964+00`.
 */
function timeOf(value: unknown): Date {
	if (value instanceof Date) return value;
	if (typeof value !== 'string' || /^\d+(?:\.\d+)?$/.test(value)) return new Date(Number(value));
	const text = value.replace(' ', 'T').replace(/(:[\d.]+[+-]\d\d)$/, '$1:00');
	return new Date(/[Zz]|[+-]\d\d:?\d\d$/.test(text.slice(10)) ? text : `${text}Z`);
}
