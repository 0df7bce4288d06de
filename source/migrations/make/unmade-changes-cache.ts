import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {entityFiles} from '../../project/apps/entities.ts';
import {dialectOf} from '../../project/database/dialect.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import {importedFiles, stateOf} from '../../project/import/import-hooks.ts';
import {resolveFromProject} from '../../project/import/import-source.ts';
import type {Project} from '../../project/project.ts';
import {ensureStateFolder, statePath} from '../../runs/state-folder.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import {packageVersion} from '../../system/package-files.ts';
import {snapshotPath} from '../schema/snapshot.ts';

/** The changes that no migration makes, as sentences by the label of their app. */
export type UnmadeChanges = Map<string, string[]>;

interface CachedComparison {
	/** All files that were imported for it, except packages. */
	files: string[];
	key: string;
	changes: [string, string[]][];
}

/** A comparison takes long, and most runs change nothing that it depends on. */
function cacheFile({root}: Project): string {
	return statePath(root, 'compared.json');
}

/** @returns the result of the last comparison; undefined if a file has changed since then */
export function cachedComparison(project: Project): UnmadeChanges | undefined {
	try {
		const {files, key, changes}: CachedComparison = JSON.parse(
			readFileSync(cacheFile(project), 'utf8'),
		);
		return key === keyOf(project, files) ? new Map(changes) : undefined;
	} catch {
		return undefined;
	}
}

/**
 * To be called before entities are compared that are imported already.
 * @returns caches the result of the comparison
 */
export function comparisonCache(project: Project, open: OpenOrm): (changes: UnmadeChanges) => void {
	const imported = [...importedFiles()];
	const files = imported.map(([file]) => file).sort();
	// The comparison is of what was imported, which a file saved since then no longer says.
	const isCurrent = imported.every(([file, state]) => stateOf(file) === state);
	// If MikroORM finds the entities by itself, the files that they depend on are unknown.
	if (open.entities.size === 0 || !isCurrent) return () => {};
	const key = keyOf(project, files);
	return changes => {
		const cached: CachedComparison = {files, key, changes: [...changes]};
		try {
			ensureStateFolder(project.root);
			writeFileAtomically(cacheFile(project), JSON.stringify(cached), 0o600);
		} catch {
			// If the folder cannot be written, the next run compares again.
		}
	};
}

/** To be called when migrations for all changes have been written. */
export function cacheThatNothingIsUnmade(project: Project, open: OpenOrm): void {
	comparisonCache(project, open)(new Map(project.apps.map(({label}) => [label, []])));
}

/** @throws if a file does not exist any more */
function keyOf(project: Project, files: string[]): string {
	const {apps, root, settings} = project;
	const {driver} = settings.database;
	const hash = createHash('sha256');
	const library = resolveFromProject('@mikro-orm/core/package.json', root);
	const packages = path.join(root, 'node_modules/.package-lock.json');
	const names = apps.map(app => {
		const isRead = app.own && existsSync(app.migrationsFolder);
		const migrations = isRead ? readdirSync(app.migrationsFolder).sort() : [];
		return [app.label, app.folder, entityFiles(app), migrations];
	});
	const versions = [packageVersion(), driver, stateOf(library), stateOf(packages)];
	hash.update(JSON.stringify([...versions, names]));
	const snapshots = apps.filter(({own}) => own).map(app => snapshotPath(app, dialectOf(project)));
	for (const file of [...files, ...snapshots.filter(existsSync)]) {
		const text = readFileSync(file);
		hash.update(`\n${file}:${text.length}\n`).update(text);
	}
	return hash.digest('hex');
}
