import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {messageOf} from '../errors/command-error.ts';
import {findDrift} from '../migrations/drift/drift.ts';
import {migrateNew} from '../migrations/migrate/migrate-new.ts';
import {databaseFile} from '../project/database/address.ts';
import {dialectOf} from '../project/database/dialect.ts';
import {openProject} from '../project/open/open.ts';
import type {Project} from '../project/project.ts';
import type {DatabaseSettings} from '../project/settings/settings.ts';
import {findingOf} from './finding/check.ts';
import type {Finding} from './finding/finding.ts';

/**
 * Runs all migrations on a new database that needs no server, and compares the result with the snapshots; the
 * project's own database is not touched. SQLite is replayed on a file, PostgreSQL on PGlite.
 */
export async function* checkReplay(project: Project): AsyncGenerator<Finding> {
	let folder: string;
	try {
		folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-replay-'));
	} catch (error) {
		yield notReplayed(messageOf(error), 'Make room there, or name another folder in TMPDIR.');
		return;
	}
	try {
		const database = replayOn(project, folder);
		const copy = database && (await openProject(project.root, database));
		// Options of the project's own driver may name another place, which is not to be touched.
		if (copy && databaseFile(copy)?.startsWith(folder + path.sep)) yield* replay(copy);
		else yield copy ? isElsewhere : needsServer(project);
	} catch (error) {
		yield findingOf('migrations.E005', error);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

/** @returns undefined where a server is needed */
function replayOn(project: Project, folder: string): Partial<DatabaseSettings> | undefined {
	const {driver} = project.settings.database;
	const dialect = dialectOf(project);
	if (dialect === 'sqlite') return {name: path.join(folder, 'replay.sqlite3')};
	if (dialect !== 'postgresql') return undefined;
	if (driver === 'pglite') return {name: path.join(folder, 'replay')};
	const nowhere = {host: undefined, port: undefined, user: undefined, password: undefined};
	return project.kind === 'quarterdeck'
		? {driver: 'pglite', name: path.join(folder, 'replay'), ...nowhere}
		: undefined;
}

function needsServer({settings}: Project): Finding {
	return notReplayed(
		`${settings.database.driver} needs a server.`,
		"Run 'quarterdeck migrate' and 'quarterdeck driftcheck' on an empty database of your server.",
	);
}

const isElsewhere = notReplayed(
	'the options of the driver name the database.',
	"Leave the place to 'name' in the settings of the database.",
);

function notReplayed(reason: string, hint: string): Finding {
	const message = `The migrations were not replayed: ${reason}`;
	return {id: 'migrations.W008', level: 'warning', message, hint};
}

async function* replay(project: Project): AsyncGenerator<Finding> {
	const failed = await migrateNew(project);
	if (!failed) return yield* differences(project);
	yield {
		id: 'migrations.E005',
		level: 'error',
		message: `${failed.migration} fails on a new database: ${failed.message}`,
		hint: `The statement: ${failed.sql}`,
		file: failed.path,
	};
}

async function* differences(project: Project): AsyncGenerator<Finding> {
	const open = await project.access.openOrm(project);
	try {
		for (const {app, text} of (await findDrift(project, open)).drift) {
			yield {
				id: 'migrations.E006',
				level: 'error',
				message: `After all migrations, a new database differs from the snapshot${app === null ? 's' : ` of ${app}`}: ${text}`,
				hint: 'A migration was edited after it was made, or its SQL does something else.',
			};
		}
	} finally {
		await open.orm.close(true);
	}
}
