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
	const found = apps.flatMap(({label: app, migrationsFolder, replacedTable}) =>
		[...filesIn(migrationsFolder)].map(([name, path]) => ({app, name, path, replacedTable})),
	);
	const files = await Promise.all(found.map(file => loadOnce(file, () => load(file, root, cache))));
	cache.save(files.flatMap(({fingerprint}) => fingerprint ?? []));
	return files.map((file, index) => inOrderOfNames(file, files[index - 1]));
}

/** Without its own list, a broken file comes after the one before it: the others keep their order. */
function inOrderOfNames(file: MigrationFile, before: MigrationFile | undefined): MigrationFile {
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

type Found = Pick<MigrationFile, 'app' | 'name' | 'path' | 'replacedTable'>;
type Members = {dependencies?: unknown; replaces?: unknown};

/** What this process has read: a run reads twice, before it has the lock and under it. */
const loaded = new Map<string, {state: string; file: Promise<MigrationFile>}>();
/** A file saved this recently, in nanoseconds, may be saved again with the same time and size. */
const tooRecent = 2_000_000_000n;

async function loadOnce(
	{app, path, replacedTable}: Found,
	load: () => Promise<MigrationFile>,
): Promise<MigrationFile> {
	const stat = statSync(path, {bigint: true, throwIfNoEntry: false});
	if (!stat) return load();
	const {mtimeNs, ctimeNs, size, ino} = stat;
	const state = `${app}:${replacedTable}:${mtimeNs}:${ctimeNs}:${size}:${ino}`;
	const before = loaded.get(path);
	if (before?.state === state) return before.file;
	const file = load();
	const age = BigInt(Date.now()) * 1_000_000n - (mtimeNs > ctimeNs ? mtimeNs : ctimeNs);
	if (age > tooRecent) loaded.set(path, {state, file});
	return file;
}

async function load(found: Found, root: string, cache: ReadingCache): Promise<MigrationFile> {
	const id = `${found.app}.${found.name}`;
	const {statics, computed, content} = readFile(found.path, root, cache);
	const file = {id, ...found, ...content, dependencies: [], replaces: []};
	try {
		const isComputed = !content.broken && computed.some(name => orderLists.includes(name));
		const imported = isComputed ? await importSource(found.path, root) : undefined;
		const members: Members = imported ? (imported.default ?? {}) : statics;
		const ids = (list: keyof Members) => idsIn(members[list], list, found.path, root);
		return {...file, dependencies: ids('dependencies'), replaces: ids('replaces')};
	} catch (error) {
		if (!isCommandError(error)) throw error;
		return {...file, broken: error};
	}
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
