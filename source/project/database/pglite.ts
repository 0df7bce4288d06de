import {realpathSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {makeFolders} from '../../system/make-folders.ts';
import type {ConfiguredProject} from '../settings/settings.ts';
import {isMissingFile, pgliteFolder, unreachable} from './address.ts';
import type {Database} from './database.ts';
import {holdFolder} from './folder-lock.ts';

/** MikroORM's PGlite, with the parsers and the extensions of the project's config. */
export interface Pglite {
	pglite: any;
	close(): Promise<void>;
}

interface Shared {
	users: number;
	instance: Promise<Pglite>;
	/** Set while it closes. */
	closing?: Promise<void>;
}

/** How long it stays open for the next one of this process, in milliseconds: opening takes a second. */
const linger = 50;

/**
 * The instances of this process, by folder: a second one over the same folder would destroy the data. In
 * globalThis, as the package is loaded twice where an application imports it.
 */
const global = globalThis as {quarterdeckPglites?: Map<string, Shared>};
global.quarterdeckPglites ??= new Map();
const instances = global.quarterdeckPglites;

/**
 * The instance of this process over the project's folder. The last one who closes it closes PGlite.
 * @param create called where none is open
 * @throws CommandError `database-unreachable`: who else has the folder open
 */
export async function sharePglite(
	project: ConfiguredProject,
	create: () => Promise<Pglite>,
): Promise<Pglite> {
	try {
		return await share(pgliteFolder(project), create);
	} catch (error) {
		throw unreachable(project, error);
	}
}

async function share(folder: string | undefined, create: () => Promise<Pglite>): Promise<Pglite> {
	if (folder === undefined) return create();
	makeFolders(folder, 0o700);
	const place = realpathSync(folder);
	await instances.get(place)?.closing;
	let mine = instances.get(place);
	if (!mine) {
		mine = {users: 0, instance: openAlone(place, create)};
		instances.set(place, mine);
	}
	const shared = mine;
	shared.users++;
	try {
		const {pglite} = await shared.instance;
		return {pglite, close: () => leave(place, shared)};
	} catch (error) {
		instances.delete(place);
		throw error;
	}
}

async function openAlone(folder: string, create: () => Promise<Pglite>): Promise<Pglite> {
	const release = await holdFolder(folder);
	try {
		const {pglite, close} = await create();
		return {pglite, close: () => close().finally(release)};
	} catch (error) {
		release();
		throw error;
	}
}

async function leave(folder: string, shared: Shared): Promise<void> {
	shared.users--;
	if (shared.users > 0) return;
	await delay(linger);
	if (shared.users > 0 || shared.closing) return;
	shared.closing = shared.instance
		.then(({close}) => close())
		.finally(() => instances.delete(folder));
	await shared.closing;
}

/**
 * @returns undefined in memory, and when the folder does not exist yet
 * @throws Error who else has the folder open
 */
export async function connect(
	project: ConfiguredProject,
	create: () => Promise<Pglite>,
): Promise<Database | undefined> {
	if (isMissingFile(project)) return undefined;
	const {pglite, close} = await share(pgliteFolder(project), create);
	return {
		dialect: 'postgresql',
		async query(sql, parameters = []) {
			// Without values, a question mark is an operator or part of a text, and there may be several statements.
			if (parameters.length === 0) return (await pglite.exec(sql)).at(-1)?.rows ?? [];
			let count = 0;
			const numbered = sql.replaceAll('?', () => `$${++count}`);
			return (await pglite.query(numbered, [...parameters])).rows;
		},
		close,
	};
}
