import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import type {App} from '../../project/apps/app-registry.ts';
import {importSource} from '../../project/import/import-source.ts';
import {migrationName} from './file-names.ts';
import type {SourceFile} from './reading.ts';
import {ReadingCache} from './reading-cache.ts';
import {orderLists} from './statics.ts';

/** A migration as it lies on disk; its code is not loaded. */
export interface MigrationFile extends SourceFile {
	/** `accounts.0001_initial`, as the recorder keeps it; in a plain MikroORM project the name alone. */
	id: string;
	app: string;
	/** `0001_initial` */
	name: string;
	/** Ids of what must be applied before it. */
	dependencies: string[];
	/** Ids of those that it is one for, in their order; empty for all but a squashed migration. */
	replaces: string[];
	/**
	 * The id of the one before it, in a folder that is ordered by name alone. Unlike a dependency, it
	 * may be missing in the database: two branches were merged.
	 */
	after?: string;
}

/**
 * The migrations of all apps, by app and name. What they depend on and replace is read from the text, because
 * importing a migration would load MikroORM; only a computed list makes that necessary.
 * @throws CommandError when such a file cannot be imported
 */
export async function loadMigrationFiles(apps: App[], root: string): Promise<MigrationFile[]> {
	const cache = new ReadingCache(root);
	const files = (await Promise.all(apps.map(app => migrationFilesOf(app, root, cache)))).flat();
	cache.save(files.map(({fingerprint}) => fingerprint!));
	return files;
}

async function migrationFilesOf(
	app: App,
	root: string,
	cache: ReadingCache,
): Promise<MigrationFile[]> {
	if (!existsSync(app.migrationsFolder)) return [];
	const files = new Map<string, string>();
	// Sorted, so that of a source and what was compiled from it the source (.ts) wins.
	for (const file of readdirSync(app.migrationsFolder).sort()) {
		const name = migrationName(file);
		if (name) files.set(name, path.join(app.migrationsFolder, file));
	}
	return Promise.all([...files].map(([name, file]) => migrationFile(app, name, file, root, cache)));
}

type Members = {dependencies?: unknown; replaces?: unknown};

interface Read {
	state: string;
	file: Promise<MigrationFile>;
}

/** What was read in this process: a run looks twice, before it has the lock and under it. */
const read = new Map<string, Read>();
/** A file that was saved so shortly ago may be saved again without a sign of it, in nanoseconds. */
const tooYoung = 2_000_000_000n;

async function migrationFile(
	app: App,
	name: string,
	path: string,
	root: string,
	cache: ReadingCache,
): Promise<MigrationFile> {
	const {mtimeNs, ctimeNs, size, ino} = statSync(path, {bigint: true});
	const state = `${app.label}:${mtimeNs}:${ctimeNs}:${size}:${ino}`;
	const before = read.get(path);
	if (before?.state === state) return before.file;
	const file = loadFile(app, name, path, root, cache);
	const age = BigInt(Date.now()) * 1_000_000n - (mtimeNs > ctimeNs ? mtimeNs : ctimeNs);
	if (age > tooYoung) read.set(path, {state, file});
	return file;
}

async function loadFile(
	{label}: App,
	name: string,
	file: string,
	root: string,
	cache: ReadingCache,
): Promise<MigrationFile> {
	const source = readFileSync(file, 'utf8');
	const {statics, computed, ...read} = cache.read(source, file);
	const isComputed = computed.some(name => orderLists.includes(name));
	const members: Members = isComputed ? await importedClass(file, root) : statics;
	const ids = (list: keyof Members) => idsIn(members[list], list, file, root);
	const order = {dependencies: ids('dependencies'), replaces: ids('replaces')};
	return {id: `${label}.${name}`, app: label, name, path: file, source, ...read, ...order};
}

async function importedClass(file: string, root: string): Promise<Members> {
	const {default: migration} = await importSource(file, root);
	return migration ?? {};
}

function idsIn(ids: unknown = [], list: string, file: string, root: string): string[] {
	if (Array.isArray(ids) && ids.every(id => typeof id === 'string'))
		return ids.map(id => id.normalize('NFC'));
	const relative = path.relative(root, file);
	throw new CommandError(`${relative}: ${list} is no list of names of migrations.`, {
		code: 'migration-list',
		file,
		hint: `Write each as one text: static ${list} = ['shop.0001_initial'];`,
	});
}
