import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {App} from '../project/app-registry.ts';
import {importSource} from '../project/import-source.ts';

/** A migration as it lies on disk; its code is not loaded. */
export interface MigrationFile {
	/** `accounts.0001_initial`, as the recorder keeps it; in a plain MikroORM project the name alone. */
	id: string;
	app: string;
	/** `0001_initial` */
	name: string;
	/** Absolute path. */
	path: string;
	/** Ids of what must be applied before it. */
	dependencies: string[];
	/**
	 * The id of the one before it, in a folder that is ordered by name alone. Unlike a dependency, it
	 * may be missing in the database: two branches were merged.
	 */
	after?: string;
	/** Its class, where the project lists classes and not files. */
	migration?: unknown;
}

const fileName = /^(\d+_[\w-]+)\.[cm]?[jt]s$/;
const declaration = /^\s*static\s.*\bdependencies\b/m;
const literal =
	/^\s*static\s+(?:override\s+|readonly\s+)*dependencies\s*(?::[^=]*)?=\s*\[([^\]]*)\]/m;
const onlyTexts = /^(?:\s|,|'[^'\n]*'|"[^"\n]*"|`[^`$]*`)*$/;

/**
 * The migrations of all apps, by app and name. Their dependencies are read from the text, because
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
		const name = fileName.exec(file)?.[1];
		if (name) files.set(name, path.join(app.migrationsFolder, file));
	}
	return Promise.all(
		[...files].map(async ([name, file]) => ({
			id: `${app.label}.${name}`,
			app: app.label,
			name,
			path: file,
			dependencies: await dependenciesOf(file, root),
		})),
	);
}

async function dependenciesOf(file: string, root: string): Promise<string[]> {
	const source = readFileSync(file, 'utf8');
	if (!declaration.test(source)) return [];
	const list = literal.exec(source)?.[1];
	if (list !== undefined && onlyTexts.test(list)) {
		return [...list.matchAll(/['"`]([^'"`]+)['"`]/g)].map(([, id]) => id!);
	}
	const {default: Migration} = await importSource(file, root);
	return (Migration as {dependencies?: string[]} | undefined)?.dependencies ?? [];
}
