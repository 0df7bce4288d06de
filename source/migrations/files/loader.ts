import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import type {App} from '../../project/apps/app-registry.ts';
import {importSource} from '../../project/import/import-source.ts';
import {migrationName} from './file-names.ts';

/** A migration as it lies on disk; its code is not loaded. */
export interface MigrationFile {
	/** `accounts.0001_initial`, as the recorder keeps it; in a plain MikroORM project the name alone. */
	id: string;
	app: string;
	/** `0001_initial` */
	name: string;
	/** Absolute path. */
	path: string;
	/** What it said when it was looked for. */
	source?: string;
	/** Ids of what must be applied before it. */
	dependencies: string[];
	/** Ids of those that it is one for, in their order; empty for all but a squashed migration. */
	replaces: string[];
	/**
	 * The id of the one before it, in a folder that is ordered by name alone. Unlike a dependency, it
	 * may be missing in the database: two branches were merged.
	 */
	after?: string;
	/** Its class, where the project lists classes and not files. */
	migration?: unknown;
}

type List = 'dependencies' | 'replaces';

const declared = (list: List) => new RegExp(`^\\s*static\\s.*\\b${list}\\b`, 'm');
const literal = (list: List) =>
	new RegExp(
		`^\\s*static\\s+(?:override\\s+|readonly\\s+)*${list}\\s*(?::[^=]*)?=\\s*\\[([^\\]]*)\\]`,
		'm',
	);
const patterns = {
	dependencies: {declared: declared('dependencies'), literal: literal('dependencies')},
	replaces: {declared: declared('replaces'), literal: literal('replaces')},
};
const onlyTexts = /^(?:\s|,|'[^'\n]*'|"[^"\n]*"|`[^`$]*`)*$/;

/**
 * The migrations of all apps, by app and name. What they depend on and replace is read from the text, because
 * importing a migration would load MikroORM; only a computed list makes that necessary.
 * @throws CommandError when such a file cannot be imported
 */
export async function loadMigrationFiles(apps: App[], root: string): Promise<MigrationFile[]> {
	return (await Promise.all(apps.map(app => migrationFilesOf(app, root)))).flat();
}

async function migrationFilesOf(app: App, root: string): Promise<MigrationFile[]> {
	if (!existsSync(app.migrationsFolder)) return [];
	const files = new Map<string, string>();
	// Sorted, so that of a source and what was compiled from it the source (.ts) wins.
	for (const file of readdirSync(app.migrationsFolder).sort()) {
		const name = migrationName(file);
		if (name) files.set(name, path.join(app.migrationsFolder, file));
	}
	return Promise.all([...files].map(([name, file]) => migrationFile(app, name, file, root)));
}

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
): Promise<MigrationFile> {
	const {mtimeNs, ctimeNs, size, ino} = statSync(path, {bigint: true});
	const state = `${app.label}:${mtimeNs}:${ctimeNs}:${size}:${ino}`;
	const before = read.get(path);
	if (before?.state === state) return before.file;
	const file = readMigration(app, name, path, root);
	const age = BigInt(Date.now()) * 1_000_000n - (mtimeNs > ctimeNs ? mtimeNs : ctimeNs);
	if (age > tooYoung) read.set(path, {state, file});
	return file;
}

async function readMigration(
	app: App,
	name: string,
	file: string,
	root: string,
): Promise<MigrationFile> {
	const source = readFileSync(file, 'utf8');
	return {
		id: `${app.label}.${name}`,
		app: app.label,
		name,
		path: file,
		source,
		dependencies: await listOf('dependencies', source, file, root),
		replaces: await listOf('replaces', source, file, root),
	};
}

async function listOf(list: List, source: string, file: string, root: string): Promise<string[]> {
	const {declared, literal} = patterns[list];
	if (!declared.test(source)) return [];
	const texts = literal.exec(source)?.[1];
	if (texts !== undefined && onlyTexts.test(texts)) {
		return [...texts.matchAll(/['"`]([^'"`]+)['"`]/g)].map(([, id]) => id!.normalize('NFC'));
	}
	const {default: Migration} = await importSource(file, root);
	const ids = (Migration as Partial<Record<List, unknown>> | undefined)?.[list] ?? [];
	if (Array.isArray(ids) && ids.every(id => typeof id === 'string'))
		return ids.map(id => id.normalize('NFC'));
	const relative = path.relative(root, file);
	throw new CommandError(`${relative}: ${list} is no list of names of migrations.`, {
		code: 'migration-list',
		file,
		hint: `Write each as one text: static ${list} = ['shop.0001_initial'];`,
	});
}
