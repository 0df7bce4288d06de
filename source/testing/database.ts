import {CommandError} from '../errors/command-error.ts';
import {migrateNew} from '../migrations/migrate/migrate-new.ts';
import {connectionOf} from '../mikro-orm/connection.ts';
import type {Query} from '../project/database/database.ts';
import type {Project} from '../project/project.ts';
import type {DatabaseSettings} from '../project/settings/settings.ts';

/** A database that has what all migrations made, and nothing else. */
export interface TestDatabase {
	/** The project, with this database instead of its own. */
	project: Project;
	/** Undoes all that was done since. Nothing may be connected to it. */
	restore(): Promise<void>;
	drop(): Promise<void>;
}

/** How one kind of database is named and made. */
export interface Place {
	settings: Partial<DatabaseSettings>;
	/** Whether a connection is to it. */
	isAt(query: Query): Promise<boolean>;
}

/** @throws CommandError `migration-failed`, `not-the-test-database`, `database-unreachable` */
export async function makeTestDatabase(project: Project): Promise<TestDatabase> {
	const {driver} = project.settings.database;
	if (['pglite', 'mysql', 'mariadb'].includes(driver)) throw notSupported(driver);
	if (driver === 'postgresql') return (await import('./postgresql.ts')).makePostgresql(project);
	return (await import('./local-database.ts')).makeLocal(project);
}

const made = new Map<string, Promise<string>>();

function notSupported(driver: string): CommandError {
	return new CommandError(`There are no test databases on ${driver} yet.`, {
		code: 'unsupported-driver',
		hint: 'Nothing was changed. They are on SQLite, libSQL and PostgreSQL.',
	});
}

/** The same for projects whose migrated databases are the same. */
function keyOf({root, settings}: Project): string {
	return JSON.stringify([root, settings.database, settings.apps, settings.auth]);
}

/** What is made once in this process: a migrated database to copy. */
export function once(project: Project, make: () => Promise<string>): Promise<string> {
	const key = keyOf(project);
	const found = made.get(key) ?? make();
	made.set(key, found);
	// The next client tries again.
	found.catch(() => made.delete(key));
	return found;
}

/** To be called when what was made is gone. */
export function forgetMade(): void {
	made.clear();
}

/** The project over another database, without options that name one. */
export function projectAt(project: Project, {settings}: Pick<Place, 'settings'>): Project {
	const {options} = project.settings.database;
	const {clientUrl, dbName, replicas, ...others} = {...options, ...settings.options};
	const all = {
		...project.settings.database,
		...settings,
		options: others,
	};
	return {...project, settings: {...project.settings, database: all}};
}

/** Applies all migrations, after a look at where MikroORM and the bare driver connect to. @throws CommandError */
export async function migrateAt(project: Project, place: Place): Promise<void> {
	const {orm} = await project.access.openOrm(project);
	try {
		await verify(place, connectionOf(orm).query);
	} finally {
		await orm.close(true);
	}
	const database = await project.access.connect(project);
	try {
		if (database) await verify(place, database.query);
	} finally {
		await database?.close();
	}
	const failed = await migrateNew(project);
	if (!failed) return;
	throw new CommandError(`${failed.migration} failed on the test database: ${failed.message}`, {
		code: 'migration-failed',
		hint: `The statement: ${failed.sql}`,
	});
}

async function verify({isAt}: Place, query: Query): Promise<void> {
	if (await isAt(query)) return;
	throw new CommandError(
		'The options of the driver lead to another database than the test database, so that nothing was run.',
		{
			code: 'not-the-test-database',
			hint: "Leave the place of the database to 'name' or 'url' in the settings.",
		},
	);
}
