import {unreachable} from '../../project/database/address.ts';
import type {Database, Row} from '../../project/database/database.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {Driver} from '../../project/settings/settings.ts';
import {fingerprintColumn} from '../files/fingerprint.ts';

/** When each migration was applied, by id, in the order in which they were. */
export interface Applied extends Map<string, Date> {
	/** What the files said then, by id; only of those that Quarterdeck applied. */
	fingerprints?: Map<string, string>;
}

/**
 * What is applied, read with the driver alone. Nothing is, where the database or its table is not
 * made yet.
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
 * Writes down what is applied without a row of its own.
 * @throws CommandError `database-unreachable`
 */
export async function recordApplied(project: Project, ids: string[]): Promise<void> {
	const database = ids.length > 0 ? await connectDatabase(project) : undefined;
	if (!database) return;
	const table = quoteName(project.migrations.tableName, database.dialect);
	const from = isMysql(database.dialect) ? ' from dual' : '';
	const free = `where not exists (select 1 from ${table} where name = ?)`;
	// A parameter that is only selected has no type on PostgreSQL.
	const name = isMysql(database.dialect) ? '?' : 'cast(? as varchar(255))';
	try {
		for (const id of ids) {
			await database.query(`insert into ${table} (name) select ${name}${from} ${free}`, [id, id]);
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
	// MySQL keeps the time without a zone; the server knows in which zone it meant it.
	const time = isMysql(dialect) ? 'unix_timestamp(executed_at) * 1000' : 'executed_at';
	return database.query(`select ${table}.*, ${time} as recorded_at from ${table} order by id`);
}

/** A dot stands between a schema and its table, as MikroORM has it. */
export function quoteName(name: string, dialect: Driver): string {
	const quote = isMysql(dialect) ? '`' : '"';
	const escaped = name.replaceAll(quote, quote + quote);
	return `${quote}${escaped.replace('.', `${quote}.${quote}`)}${quote}`;
}

/** Older versions of MikroORM recorded the file's name, ending and all. */
function idOf(recorded: string): string {
	return recorded.replace(/\.[jt]s$/, '');
}

export function isMissingTable(error: unknown): boolean {
	const {code, errno, message = ''} = error as {code?: string; errno?: number; message?: string};
	return code === '42P01' || errno === 1146 || /no such table/.test(message);
}

function isMysql(dialect: Driver): boolean {
	return dialect === 'mysql' || dialect === 'mariadb';
}

/**
 * SQLite keeps milliseconds since 1970, or UTC as text without a zone; MikroORM gives PostgreSQL's
 * time as text with a short zone: `2026-11-24 07:36:59.964+00`.
 */
function timeOf(value: unknown): Date {
	if (value instanceof Date) return value;
	if (typeof value !== 'string' || /^\d+(?:\.\d+)?$/.test(value)) return new Date(Number(value));
	const text = value.replace(' ', 'T').replace(/(:[\d.]+[+-]\d\d)$/, '$1:00');
	return new Date(/[Zz]|[+-]\d\d:?\d\d$/.test(text.slice(10)) ? text : `${text}Z`);
}
