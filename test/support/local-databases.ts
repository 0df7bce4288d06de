import {cpSync, existsSync, mkdirSync, renameSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {pathToFileURL} from 'node:url';
import type {DatabaseSettings} from '../../source/project/settings/settings.ts';
import {packageRoot, temporaryFolder} from './project.ts';

/** Databases in the project's own process, on drivers of their own. */
export const localDrivers = ['libsql', 'pglite'] as const;

/** A new and empty database. Making one of PGlite takes seconds, so it is copied. */
export async function makeLocalDatabase(
	test: Pick<TestContext, 'after'>,
	driver: 'sqlite' | (typeof localDrivers)[number],
): Promise<DatabaseSettings> {
	if (driver === 'sqlite') return {driver, name: 'db.sqlite3'};
	const folder = temporaryFolder(test);
	if (driver === 'libsql') return {driver, name: path.join(folder, 'db.libsql')};
	const name = path.join(folder, 'pglite');
	cpSync(await emptyPglite(), name, {recursive: true});
	return {driver, name};
}

/** @returns the folder of an empty database, which must not be opened */
async function emptyPglite(): Promise<string> {
	const require = createRequire(path.join(packageRoot, 'package.json'));
	const driver = require.resolve('@mikro-orm/pglite');
	const library = createRequire(driver).resolve('@electric-sql/pglite');
	const {PGlite} = await import(pathToFileURL(library).href);
	const {version} = require(path.join(path.dirname(library), '../package.json'));
	const folder = path.join(packageRoot, 'node_modules/.cache', `pglite-${version}`);
	if (existsSync(folder)) return folder;
	const made = `${folder}-${process.pid}`;
	mkdirSync(path.dirname(made), {recursive: true});
	await (await PGlite.create({dataDir: made})).close();
	try {
		renameSync(made, folder);
	} catch {
		// Another process was faster.
		rmSync(made, {recursive: true});
	}
	return folder;
}
