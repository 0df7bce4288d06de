import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {CommandError, isCommandError, messageOf} from '../../errors/command-error.ts';
import type {App} from '../../project/apps/app-registry.ts';
import {type Dialect, dialectOf} from '../../project/database/dialect.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import {resolveFromProject} from '../../project/import/import-source.ts';
import type {Project} from '../../project/project.ts';
import {installCommand} from '../../system/package-manager.ts';
import {allDialects} from '../files/dialect-names.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {loadGraph} from '../graph/state.ts';
import {snapshotPath} from '../schema/snapshot.ts';

/**
 * The kinds of database, besides the project's own, that an app's migrations are made for: those
 * asked for, and those that have a snapshot of its last migration.
 * @throws CommandError `no-dialect` if the app has migrations, and none for one that is asked for
 */
export function otherDialects(
	app: App,
	graph: MigrationGraph,
	own: Dialect,
	asked: Dialect[] = [],
): Dialect[] {
	const wanted = asked.filter(driver => driver !== own);
	const leaves = graph.leaves(app.label);
	if (leaves.length === 0) return wanted;
	const heads = headsOf(app);
	const unknown = wanted.find(driver => !heads.has(driver));
	if (unknown) throw withoutDialect(app, unknown);
	const isMadeFor = (driver: Dialect) =>
		wanted.includes(driver) || (heads.has(driver) && isCurrent(heads.get(driver), leaves));
	return allDialects.filter(driver => driver !== own && isMadeFor(driver));
}

/** A sentence for each snapshot that is out of date: new migrations get no SQL for its database. */
export async function staleDialects(project: Project, apps: App[]): Promise<string[]> {
	const graph = await loadGraph(project);
	const own = dialectOf(project);
	return apps.flatMap(app => {
		const leaves = graph.leaves(app.label);
		const stale = [...headsOf(app)].filter(
			([driver, head]) => driver !== own && leaves.length > 0 && !isCurrent(head, leaves),
		);
		const leaf = leaves.map(({name}) => name).join(', ');
		return stale.map(([driver, head]) => {
			const file = path.relative(project.root, snapshotPath(app, driver));
			return `The ${driver} snapshot of ${app.label} belongs to ${head}, but the last migration is ${leaf}: new migrations have no SQL for ${driver}. If ${leaf} is right for ${driver} and changes no table there, set "head" to it in ${file}; if you do not need ${driver}, delete the file.`;
		});
	});
}

/**
 * Calls `work` with the project as if its database were of another kind, which is never connected to.
 * @throws CommandError `entities` if that kind cannot have the entities
 */
export async function onOtherDialect<T>(
	project: Project,
	driver: Dialect,
	entities: OpenOrm['entities'],
	work: (project: Project, open: OpenOrm) => Promise<T>,
): Promise<T> {
	const database = {driver, name: ':memory:', options: withoutConnection(project)};
	const other = {...project, settings: {...project.settings, database}};
	try {
		const open = await other.access.openOrm(other, {schemaOnly: true, loaded: entities});
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
export function verifyDriversAreInstalled({root}: Project, drivers: Dialect[]): void {
	const missing = drivers
		.map(driver => `@mikro-orm/${driver}`)
		.filter(name => !isInstalled(name, root));
	if (missing.length === 0) return;
	const are = missing.length === 1 ? 'is' : 'are';
	const command = installCommand(root, missing.join(' '), true);
	throw new CommandError(
		`${missing.join(' and ')} ${are} needed to write the SQL, and not installed in this project.`,
		{
			code: 'not-installed',
			hint: `Run '${command}' in ${root}. No server is needed.`,
			ways: [{id: 'install-packages', command}],
		},
	);
}

function isInstalled(name: string, root: string): boolean {
	try {
		return Boolean(resolveFromProject(name, root));
	} catch {
		return false;
	}
}

/** MikroORM fails when it reads the entities, or when it writes the SQL. */
function cannotHave(driver: Dialect, error: unknown): CommandError {
	return new CommandError(`For ${driver}: ${messageOf(error).split('\n')[0]}`, {
		code: 'entities',
		hint: `Change the entity so that ${driver} can have it as well, or leave ${driver} out: without --dialect, and without its snapshots.`,
		cause: error,
	});
}

/** The options for naming and making tables, without those for connecting to another database. */
function withoutConnection({settings}: Project): Record<string, unknown> {
	const {driver, dbName, clientUrl, host, port, user, password, ...more} =
		settings.database.options ?? {};
	const {driverOptions, pool, replicas, ...options} = more;
	return options;
}

/**
 * The migration that each of an app's snapshots belongs to. Only that line is read: git may have left
 * conflict markers in a file that nothing needs.
 */
function headsOf(app: App): Map<Dialect, string | undefined> {
	const drivers = allDialects.filter(driver => existsSync(snapshotPath(app, driver)));
	return new Map(
		drivers.map(driver => {
			const text = readFileSync(snapshotPath(app, driver), 'utf8');
			return [driver, /"head":\s*"([^"]*)"/.exec(text)?.[1]];
		}),
	);
}

function isCurrent(head: string | undefined, leaves: {name: string}[]): boolean {
	return head === undefined || leaves.some(({name}) => name === head);
}

function withoutDialect({label}: App, driver: Dialect): CommandError {
	return new CommandError(`The migrations of ${label} have no SQL for ${driver}.`, {
		code: 'no-dialect',
		hint: `To add ${driver}, run 'quarterdeck squashmigrations ${label} LAST --dialect ${driver}': it makes one migration for both that replaces them.`,
	});
}
