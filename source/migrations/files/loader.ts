import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import type {App} from '../../project/apps/app-registry.ts';
import {importSource} from '../../project/import/import-source.ts';
import {migrationName} from './file-names.ts';
import type {SourceFile} from './reading.ts';
import {ReadingCache} from './reading-cache.ts';
import {orderLists} from './statics.ts';

/** A migration on disk; its code is not loaded. */
export interface MigrationFile extends SourceFile {
	/** `accounts.0001_initial`, as the recorder keeps it; in a plain MikroORM project the name alone. */
	id: string;
	app: string;
	/** `0001_initial` */
	name: string;
	/** Ids of what must be applied before it. */
	dependencies: string[];
	/** Ids of the migrations that a squashed one replaces, in their order; otherwise empty. */
	replaces: string[];
	/**
	 * The id of the one before it, if only names give the order. Unlike a dependency, it need not be
	 * applied: two branches may have been merged.
	 */
	after?: string;
}

/**
 * The migrations of all apps, by app and name. Their lists are read from the text, because importing a
 * migration would load MikroORM; only a computed list needs the import.
 * @throws CommandError when such a file cannot be imported
 */
export async function loadMigrationFiles(apps: App[], root: string): Promise<MigrationFile[]> {
	const cache = new ReadingCache(root);
	const found = apps.flatMap(({label: app, migrationsFolder}) =>
		[...filesIn(migrationsFolder)].map(([name, path]) => ({app, name, path})),
	);
	const files = await Promise.all(found.map(file => loadOnce(file, () => load(file, root, cache))));
	cache.save(files.map(({fingerprint}) => fingerprint!));
	return files;
}

/** By name. Sorted, so that a source (.ts) replaces its compiled file (.js). */
function filesIn(folder: string): Map<string, string> {
	const files = new Map<string, string>();
	for (const file of existsSync(folder) ? readdirSync(folder).sort() : []) {
		const name = migrationName(file);
		if (name) files.set(name, path.join(folder, file));
	}
	return files;
}

type Found = Pick<MigrationFile, 'app' | 'name' | 'path'>;
type Members = {dependencies?: unknown; replaces?: unknown};

/** What this process has read: a run reads twice, before it has the lock and under it. */
const loaded = new Map<string, {state: string; file: Promise<MigrationFile>}>();
/** A file saved this recently, in nanoseconds, may be saved again with the same time and size. */
const tooRecent = 2_000_000_000n;

async function loadOnce(
	{app, path}: Found,
	load: () => Promise<MigrationFile>,
): Promise<MigrationFile> {
	const {mtimeNs, ctimeNs, size, ino} = statSync(path, {bigint: true});
	const state = `${app}:${mtimeNs}:${ctimeNs}:${size}:${ino}`;
	const before = loaded.get(path);
	if (before?.state === state) return before.file;
	const file = load();
	const age = BigInt(Date.now()) * 1_000_000n - (mtimeNs > ctimeNs ? mtimeNs : ctimeNs);
	if (age > tooRecent) loaded.set(path, {state, file});
	return file;
}

async function load(found: Found, root: string, cache: ReadingCache): Promise<MigrationFile> {
	const file = found.path;
	const source = readFileSync(file, 'utf8');
	const {statics, computed, ...read} = cache.read(source, file);
	const isComputed = computed.some(name => orderLists.includes(name));
	const imported = isComputed ? await importSource(file, root) : undefined;
	const members: Members = imported ? (imported.default ?? {}) : statics;
	const ids = (list: keyof Members) => idsIn(members[list], list, file, root);
	const order = {dependencies: ids('dependencies'), replaces: ids('replaces')};
	return {id: `${found.app}.${found.name}`, ...found, source, ...read, ...order};
}

function idsIn(ids: unknown = [], list: string, file: string, root: string): string[] {
	if (Array.isArray(ids) && ids.every(id => typeof id === 'string'))
		return ids.map(id => id.normalize('NFC'));
	const relative = path.relative(root, file);
	throw new CommandError(`${relative}: ${list} is not a list of migration names.`, {
		code: 'migration-list',
		file,
		hint: `Write each as one text: static ${list} = ['shop.0001_initial'];`,
	});
}
