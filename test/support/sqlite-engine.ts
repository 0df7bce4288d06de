import type {TestContext} from 'node:test';
import {SqliteAlone} from '../../source/migrations/engine/sqlite.ts';
import type {MigrationFile} from '../../source/migrations/files/loader.ts';
import {sourceOf} from '../../source/migrations/files/migration-source.ts';
import type {Step} from '../../source/migrations/graph/plan.ts';
import type {RunLock} from '../../source/migrations/locks/lock.ts';
import {LockWaits} from '../../source/migrations/waiting/lock-waits.ts';
import type {App} from '../../source/project/apps/app-registry.ts';
import type {Row} from '../../source/project/database/database.ts';
import {connectFile} from '../../source/project/database/sqlite.ts';
import {quarterdeckProject} from '../../source/project/open/open.ts';
import type {Project} from '../../source/project/project.ts';
import {withDefaults} from '../../source/project/settings/settings.ts';
import {linkPackages, temporaryFolder} from './project.ts';

/** A SQLite database in a folder of its own, and the engine over its driver. */
export interface SqliteBench {
	project: Project;
	engine: SqliteAlone;
	waits: LockWaits;
	/** Asks over a second connection, which sees what is committed. */
	rows(sql: string): Row[];
	/** The names in the recorder's table, as committed. */
	recorded(): string[];
}

export function sqliteBench(t: TestContext, sql: string[] = []): SqliteBench {
	const root = temporaryFolder(t);
	linkPackages(root);
	const apps: App[] = [
		{
			...{label: 'shop', name: './shop', own: true},
			...{folder: `${root}/shop`, migrationsFolder: `${root}/shop/migrations`},
		},
	];
	const database = {driver: 'sqlite', name: 'db.sqlite3'} as const;
	const settings = withDefaults({apps: [], database, secretKey: 'none'}, root);
	const project = quarterdeckProject({root, settingsFile: ''}, settings, apps);
	const other = connectFile(project, `${root}/db.sqlite3`, {timeout: 0});
	for (const statement of sql) other.exec(statement);
	const engine = new SqliteAlone(project);
	t.after(() => {
		engine.close();
		other.close();
	});
	const rows = (sql: string): Row[] => {
		const statement = other.prepare(sql);
		if (statement.reader) return statement.all();
		statement.run();
		return [];
	};
	const recorded = () => {
		const [table] = rows("select 1 from sqlite_master where name = 'mikro_orm_migrations'");
		if (!table) return [];
		return rows('select name from mikro_orm_migrations order by id').map(({name}) => name);
	};
	const {signal} = new AbortController();
	const waits = new LockWaits(project, engine, {signal});
	return {project, engine, waits, rows, recorded};
}

/** For a run that is alone. */
export const noLock: RunLock = {
	announce: async () => {},
	verify: async () => {},
	release: async () => {},
};

export interface Statements {
	up?: string[];
	down?: string[];
	dependencies?: string[];
	replaces?: string[];
}

/** A migration of the app shop that exists by its text alone, as makemigrations writes it. */
export function literalFile(
	name: string,
	{up = [], down = [], dependencies = [], replaces}: Statements = {},
): MigrationFile {
	const id = `shop.${name}`;
	const source = sourceOf({
		...{id, dependencies, replaces, comments: []},
		variants: [{driver: 'sqlite', up: [{sql: up}], down: [{sql: down}]}],
	});
	const path = `/shop/migrations/${name}.ts`;
	return {id, app: 'shop', name, path, source, dependencies, replaces: replaces ?? []};
}

export function forwards(name: string, statements: Statements = {}): Step {
	return {file: literalFile(name, statements), direction: 'forwards'};
}

export function backwards(name: string, statements: Statements = {}): Step {
	return {file: literalFile(name, statements), direction: 'backwards'};
}
