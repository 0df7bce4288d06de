import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {CommandError, isCommandError, messageOf} from '../../errors/command-error.ts';
import type {App} from '../../project/apps/app-registry.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import {resolveFromProject} from '../../project/import/import-source.ts';
import {openOrm} from '../../project/open/open-orm.ts';
import type {Project} from '../../project/project.ts';
import type {Driver} from '../../project/settings/settings.ts';
import {allDialects} from '../files/dialect-names.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {loadGraph} from '../graph/state.ts';
import {snapshotPath} from '../schema/snapshot.ts';

/**
 * The kinds of database, besides the project's own, that an app's migrations are made for: those
 * asked for, and those that have a snapshot of its last migration.
 * @throws CommandError `no-dialect` when one is asked for that the migrations so far know nothing of
 */
export function otherDialects(
	app: App,
	graph: MigrationGraph,
	own: Driver,
	asked: Driver[] = [],
): Driver[] {
	const leaves = graph.leaves(app.label).map(({name}) => name);
	const wanted = asked.filter(driver => driver !== own);
	if (leaves.length === 0) return wanted;
	const unknown = wanted.find(driver => !existsSync(snapshotPath(app, driver)));
	if (unknown) throw withoutDialect(app, unknown);
	const current = dialectsOnDisk(app).filter(driver => isCurrent(headOf(app, driver), leaves));
	return allDialects.filter(
		driver => driver !== own && (wanted.includes(driver) || current.includes(driver)),
	);
}

/** A sentence for each snapshot that stayed behind: migrations made from now on leave it out. */
export async function staleDialects(project: Project, apps: App[]): Promise<string[]> {
	const graph = await loadGraph(project);
	const own = project.settings.database.driver;
	return apps.flatMap(app => {
		const leaves = graph.leaves(app.label).map(({name}) => name);
		if (leaves.length === 0) return [];
		const others = dialectsOnDisk(app).filter(driver => driver !== own);
		return others
			.filter(driver => !isCurrent(headOf(app, driver), leaves))
			.map(driver => staleSentence(app, driver, leaves.join(', '), project));
	});
}

function staleSentence(app: App, driver: Driver, leaf: string, {root}: Project): string {
	const file = path.relative(root, snapshotPath(app, driver));
	return `The ${driver} snapshot of ${app.label} belongs to ${headOf(app, driver)}, but the last migration is ${leaf}: what is made now has no SQL for ${driver}. If ${leaf} is right for ${driver} and changes no table there, set "head" to it in ${file}; if ${driver} is not wanted, delete the file.`;
}

/**
 * With the project's entities on a database of another kind, which is never connected to.
 * @throws CommandError `entities` when that kind cannot have them
 */
export async function onOtherDialect<T>(
	project: Project,
	driver: Driver,
	entities: OpenOrm['entities'],
	work: (project: Project, open: OpenOrm) => Promise<T>,
): Promise<T> {
	const database = {driver, name: ':memory:', options: withoutConnection(project)};
	const other = {...project, settings: {...project.settings, database}};
	try {
		const open = await openOrm(other, {schemaOnly: true, loaded: entities});
		try {
			return await work(other, open);
		} finally {
			await open.orm.close(true);
		}
	} catch (error) {
		if (isCommandError(error) && error.code !== 'entities') throw error;
		throw cannotHave(driver, isCommandError(error) ? error.cause : error);
	}
}

/** @throws CommandError `not-installed` with all that are missing */
export function verifyDriversAreInstalled({root}: Project, drivers: Driver[]): void {
	const missing = drivers
		.map(driver => `@mikro-orm/${driver}`)
		.filter(name => !isThere(name, root));
	if (missing.length === 0) return;
	const are = missing.length === 1 ? 'is' : 'are';
	const command = `npm install --save-dev ${missing.join(' ')}`;
	throw new CommandError(
		`${missing.join(' and ')} ${are} not installed in this project, and ${missing.length === 1 ? 'writes' : 'write'} the SQL.`,
		{
			code: 'not-installed',
			hint: `Run '${command}' in ${root}. No server is needed.`,
			ways: [{id: 'install-packages', command}],
		},
	);
}

function isThere(name: string, root: string): boolean {
	try {
		return Boolean(resolveFromProject(name, root));
	} catch {
		return false;
	}
}

/** MikroORM says it where it reads the entities, or writes the SQL. */
function cannotHave(driver: Driver, error: unknown): CommandError {
	return new CommandError(`For ${driver}: ${messageOf(error).split('\n')[0]}`, {
		code: 'entities',
		hint: `Write the entity so that ${driver} can have it, too, or leave ${driver} out: take away --dialect, and the snapshots of it if there are any.`,
		cause: error,
	});
}

/** What says how tables are named and made is kept; where they are is another database's business. */
function withoutConnection({settings}: Project): Record<string, unknown> {
	const {driver, dbName, clientUrl, host, port, user, password, ...more} =
		settings.database.options ?? {};
	const {driverOptions, pool, replicas, ...options} = more;
	return options;
}

function dialectsOnDisk({migrationsFolder}: App): Driver[] {
	if (!existsSync(migrationsFolder)) return [];
	const names = readdirSync(migrationsFolder);
	return allDialects.filter(driver => names.includes(`.snapshot.${driver}.json`));
}

function isCurrent(head: string | null, leaves: string[]): boolean {
	return head === null || leaves.includes(head);
}

/** Without reading the rest, of which git may have left its marks in a file that nobody needs. */
function headOf(app: App, driver: Driver): string | null {
	const text = readFileSync(snapshotPath(app, driver), 'utf8');
	return /"head":\s*"([^"]*)"/.exec(text)?.[1] ?? null;
}

function withoutDialect({label}: App, driver: Driver): CommandError {
	return new CommandError(`The migrations that ${label} has know nothing of ${driver}.`, {
		code: 'no-dialect',
		hint: `To take ${driver} up, run 'quarterdeck squashmigrations ${label} LAST --dialect ${driver}': one migration in place of them, which has it.`,
	});
}
