import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {CommandError, isCommandError} from '../../errors/command-error.ts';
import type {App} from '../../project/apps/app-registry.ts';
import {importSource} from '../../project/import/import-source.ts';
import {migrationName} from './file-names.ts';
import type {SourceFile} from './reading.ts';
import {ReadingCache} from './reading-cache.ts';
import {orderLists} from './statics.ts';
import type {SyntaxFault} from './syntax.ts';

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
	/** It fills rows in batches, and is no migration: it changes no schema. */
	backfill?: true;
	/** Why it can neither run nor say what it depends on: a syntax error, for example. */
	broken?: CommandError;
	/** As its app has it. */
	replacedTable?: string;
}

/**
 * The migrations of all apps, by app and name. Their lists are read from the text, because importing a
 * migration would load MikroORM; only a computed list needs the import.
 */
export async function loadMigrationFiles(apps: App[], root: string): Promise<MigrationFile[]> {
	const cache = new ReadingCache(root);
	const found = apps.flatMap(app => filesOf(app));
	const files = await Promise.all(found.map(file => loadOnce(file, () => load(file, root, cache))));
	cache.save(files.flatMap(({fingerprint}) => fingerprint ?? []));
	return files.map((file, index) => inOrderOfNames(file, files[index - 1]));
}

/** Migrations and backfills together, by name. */
function filesOf({label: app, folder, migrationsFolder, replacedTable}: App): Found[] {
	const migrations = filesIn(migrationsFolder);
	const backfills = filesIn(path.join(folder, backfillsFolder));
	const found = (files: Map<string, string>, backfill?: true): Found[] =>
		[...files].map(([name, path]) => ({
			...{app, name, path, replacedTable},
			...(backfill && {backfill}),
			...(migrations.has(name) && backfills.has(name) && {twin: true}),
		}));
	const others = found(backfills, true).filter(({twin}) => !twin);
	const all = [...found(migrations), ...others];
	return others.length === 0 ? all : all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Without its own list, a broken file comes after the one before it: the others keep their order. A backfill depends
 * on what its name follows.
 */
function inOrderOfNames(
	{hasList, ...file}: LoadedFile,
	before: MigrationFile | undefined,
): MigrationFile {
	if (file.backfill && !hasList && !file.broken)
		return {...file, dependencies: before?.app === file.app ? [before.id] : []};
	const isFollower = file.broken && file.dependencies.length === 0 && before?.app === file.app;
	return isFollower ? {...file, after: before.id} : file;
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

/** Beside the folder of an app's migrations. */
export const backfillsFolder = 'backfills';

type Found = Pick<MigrationFile, 'app' | 'name' | 'path' | 'replacedTable' | 'backfill'> & {
	/** There is a backfill of the same name. */
	twin?: true;
};
/** @param hasList whether the file says what it depends on */
type LoadedFile = MigrationFile & {hasList?: boolean};
type Members = {dependencies?: unknown; replaces?: unknown; backfill?: unknown};

/** What this process has read: a run reads twice, before it has the lock and under it. */
const loaded = new Map<string, {state: string; file: Promise<LoadedFile>}>();
/** A file saved this recently, in nanoseconds, may be saved again with the same time and size. */
const tooRecent = 2_000_000_000n;

async function loadOnce(
	{app, path, replacedTable, twin}: Found,
	load: () => Promise<LoadedFile>,
): Promise<LoadedFile> {
	const stat = statSync(path, {bigint: true, throwIfNoEntry: false});
	if (!stat) return load();
	const {mtimeNs, ctimeNs, size, ino} = stat;
	const state = `${app}:${replacedTable}:${twin}:${mtimeNs}:${ctimeNs}:${size}:${ino}`;
	const before = loaded.get(path);
	if (before?.state === state) return before.file;
	const file = load();
	const age = BigInt(Date.now()) * 1_000_000n - (mtimeNs > ctimeNs ? mtimeNs : ctimeNs);
	if (age > tooRecent) loaded.set(path, {state, file});
	return file;
}

async function load(
	{twin, ...found}: Found,
	root: string,
	cache: ReadingCache,
): Promise<LoadedFile> {
	const id = `${found.app}.${found.name}`;
	const {statics, computed, content} = readFile(found.path, root, cache);
	const file = {id, ...found, ...content, dependencies: [], replaces: []};
	try {
		if (twin) throw sameName(id, found.path, root);
		const isUnknown = found.backfill && !statics.backfill;
		const isComputed =
			!content.broken && (isUnknown || computed.some(name => orderLists.includes(name)));
		const imported = isComputed ? await importSource(found.path, root) : undefined;
		const members: Members = imported ? (imported.default ?? {}) : statics;
		const ids = (list: keyof Members) => idsIn(members[list], list, found.path, root);
		const lists = {dependencies: ids('dependencies'), replaces: ids('replaces')};
		return {...file, ...lists, hasList: members.dependencies !== undefined};
	} catch (error) {
		if (!isCommandError(error)) throw error;
		return {...file, broken: error};
	}
}

function sameName(id: string, file: string, root: string): CommandError {
	return new CommandError(`${id} is both a migration and a backfill.`, {
		code: 'duplicate-migration',
		hint: `Give one of them another number: ${path.relative(root, file)}, or its twin in ${backfillsFolder}/.`,
		file,
	});
}

type FileContent = Pick<MigrationFile, 'source' | 'reading' | 'fingerprint' | 'broken'>;

/** @returns what the file says; `broken` if it cannot be read or parsed */
export function readFile(
	path: string,
	root: string,
	cache: ReadingCache,
): {statics: Members; computed: string[]; content: FileContent} {
	let source: string;
	try {
		source = readFileSync(path, 'utf8');
	} catch (error) {
		const content = {source: '', broken: unreadable(path, root, error)};
		return {statics: {}, computed: [], content};
	}
	const {fault, statics, computed, ...read} = cache.read(source, path);
	const broken = fault && {broken: unparsable(path, root, fault)};
	return {statics, computed, content: {source, ...read, ...broken}};
}

function unreadable(file: string, root: string, cause: unknown): CommandError {
	const {code} = cause as NodeJS.ErrnoException;
	return new CommandError(`${path.relative(root, file)} cannot be read (${code}).`, {
		code: 'migration-unreadable',
		hint: 'Make it a file that you may read, or remove it if it was never applied.',
		file,
		cause,
	});
}

function unparsable(file: string, root: string, {reason, line}: SyntaxFault): CommandError {
	return new CommandError(`${path.relative(root, file)}:${line}: ${reason}`, {
		code: 'migration-syntax',
		sentence: reason,
		hint: 'Correct the file: it cannot be run like this.',
		file,
		line,
	});
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
