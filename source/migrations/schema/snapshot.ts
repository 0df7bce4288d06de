import {existsSync, globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {meaningOf} from '../../errors/system-error.ts';
import type {App} from '../../project/apps/app-registry.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import type {TableName} from './table-key.ts';

/**
 * The schema after an app's last migration, in the shape of MikroORM's own snapshots, plus what the
 * code calls its tables and columns.
 */
export interface Snapshot {
	/** The migration that it belongs to; two branches that each add one conflict here. */
	head: string | null;
	/** Read from a database, which rewrites expressions. */
	isRead?: true;
	namespaces: string[];
	nativeEnums: Record<string, NativeEnum>;
	views: ViewSnapshot[];
	/** Functions and procedures, as MikroORM has them; left out without any. */
	routines?: TableName[];
	tables: TableSnapshot[];
}

export interface NativeEnum {
	name: string;
	schema?: string;
	items: string[];
}

export interface TableSnapshot {
	name: string;
	/** The entity's name; a pivot table has that of the table. */
	entity: string;
	schema?: string;
	comment?: string;
	columns: Record<string, ColumnSnapshot>;
	indexes: IndexSnapshot[];
	checks: {name: string; columnName?: string; [key: string]: unknown}[];
	triggers: unknown[];
	foreignKeys: Record<string, ForeignKeySnapshot>;
	/** For PostgreSQL's row level security and partitions; left out without them. */
	policies?: Record<string, unknown>[];
	rlsEnabled?: boolean;
	rlsForced?: boolean;
	partitioning?: unknown;
}

export interface ColumnSnapshot {
	name: string;
	/** The property's name, if it differs from the column's. */
	property?: string;
	type: string;
	mappedType: string;
	[key: string]: unknown;
}

export interface IndexSnapshot {
	columnNames: string[];
	include?: string[];
	columns?: {name: string; [key: string]: unknown}[];
	expression?: string;
	where?: string;
	[key: string]: unknown;
}

export interface ViewSnapshot extends TableName {
	definition: string;
	[key: string]: unknown;
}

export interface ForeignKeySnapshot {
	columnNames: string[];
	columnName?: string;
	constraintName: string;
	localTableName: string;
	referencedTableName: string;
	referencedColumnNames: string[];
	[key: string]: unknown;
}

export function snapshotPath(app: App, driver: Dialect): string {
	return path.join(app.migrationsFolder, snapshotName(driver));
}

export function snapshotName(driver: Dialect): string {
	return `.snapshot.${driver}.json`;
}

export function emptySnapshot(): Snapshot {
	return {head: null, namespaces: [], nativeEnums: {}, views: [], tables: []};
}

/**
 * The snapshot of the app's last migration. Without a migration, a snapshot on disk is a leftover and
 * ignored.
 * @throws CommandError `snapshot` when it is missing, unreadable or belongs to another migration
 */
export function readSnapshot(app: App, driver: Dialect, graph: MigrationGraph): Snapshot {
	const leaves = graph.leaves(app.label).map(({name}) => name);
	if (leaves.length === 0) return emptySnapshot();
	const file = snapshotPath(app, driver);
	if (!existsSync(file)) {
		const lost = `Bring ${file} back from version control; it was written with the migrations.`;
		throw new CommandError(`${app.label} has migrations, but no ${path.basename(file)}.`, {
			code: 'snapshot',
			hint: othersIn(app, driver) ?? lost,
		});
	}
	const snapshot = readSnapshotFile(file);
	if (snapshot.head === null || leaves.includes(snapshot.head)) return verifyTables(snapshot, file);
	throw new CommandError(
		`The snapshot of ${app.label} belongs to ${snapshot.head}, but the last migration is ${leaves.join(', ')}.`,
		{
			code: 'snapshot',
			hint: `If ${leaves.at(-1)} was written by hand and changes no table, set "head" to it in ${file}.`,
			file,
		},
	);
}

/** The next step if the migrations were made for another kind of database. */
function othersIn({label, migrationsFolder}: App, driver: Dialect): string | undefined {
	const names = globSync('.snapshot.*.json', {cwd: migrationsFolder});
	if (names.length === 0) return undefined;
	const others = names.map(name => name.split('.')[2]).join(' and ');
	return `They are for ${others}. With the settings of that database, 'quarterdeck squashmigrations ${label} LAST --dialect ${driver}' makes one migration for both that replaces them.`;
}

const repair =
	'If git left conflict markers in it, keep the lines of both sides and either head; else bring it back from version control.';

/** Its tables are verified by `verifyTables`. @throws CommandError `snapshot` */
export function readSnapshotFile(file: string): Snapshot {
	const snapshot = readJson(file, repair);
	if (typeof snapshot.head === 'string' || snapshot.head === null) return snapshot;
	throw unreadable(file, 'it does not say which migration it belongs to ("head")', repair);
}

/**
 * @param hint the next step if they are damaged
 * @throws CommandError `snapshot`
 */
export function verifyTables<T extends {tables: any; namespaces?: any}>(
	snapshot: T,
	file: string,
	hint = repair,
): T {
	const {tables, namespaces = []} = snapshot;
	const isWhole = Array.isArray(namespaces) && Array.isArray(tables) && tables.every(isTable);
	if (isWhole) return snapshot;
	throw unreadable(file, 'its tables are damaged', hint);
}

function isTable(table: unknown): boolean {
	if (!isObject(table)) return false;
	const {name, columns, indexes, checks = [], foreignKeys = {}} = table;
	return (
		typeof name === 'string' &&
		[columns, foreignKeys].every(isObject) &&
		Object.values(columns as object).every(isObject) &&
		[indexes, checks].every(Array.isArray)
	);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param hint the next step if the file has no JSON object
 * @throws CommandError `snapshot`
 */
export function readJson(file: string, hint: string): any {
	let value: unknown;
	try {
		value = JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		throw unreadable(file, meaningOf(error).reason, hint, error);
	}
	if (isObject(value)) return value;
	throw unreadable(file, 'it is not a snapshot of a schema', hint);
}

function unreadable(file: string, reason: string, hint: string, cause?: unknown): CommandError {
	const message = `${file} cannot be read: ${reason}`;
	return new CommandError(message, {code: 'snapshot', hint, file, cause});
}
