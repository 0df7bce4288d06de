import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {entityFiles} from '../../project/apps/entities.ts';
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

/** What came of a comparison of entities and snapshots, and what it was made of. */
interface Kept {
	/** All that was imported for it, packages aside. */
	files: string[];
	key: string;
	changes: [string, string[]][];
}

/** Where the last comparison is kept: it takes long, and most runs change nothing that it depends on. */
function keptFile({root}: Project): string {
	return statePath(root, 'compared.json');
}

/**
 * What the last comparison came to.
 * @returns undefined where a file has changed since then
 */
export function keptComparison(project: Project): UnmadeChanges | undefined {
	try {
		const {files, key, changes}: Kept = JSON.parse(readFileSync(keptFile(project), 'utf8'));
		return key === keyOf(project, files) ? new Map(changes) : undefined;
	} catch {
		return undefined;
	}
}

/**
 * To be called before entities are compared that are imported already.
 * @returns keeps what the comparison comes to
 */
export function keepingComparison(
	project: Project,
	open: OpenOrm,
): (changes: UnmadeChanges) => void {
	const imported = [...importedFiles()];
	const files = imported.map(([file]) => file).sort();
	// A file that was saved since it was imported says something else than what is compared.
	const isCurrent = imported.every(([file, state]) => stateOf(file) === state);
	// Where MikroORM finds the entities by itself, nobody knows which files they depend on.
	if (open.entities.size === 0 || !isCurrent) return () => {};
	const key = keyOf(project, files);
	return changes => {
		const kept: Kept = {files, key, changes: [...changes]};
		try {
			ensureStateFolder(project.root);
			writeFileAtomically(keptFile(project), JSON.stringify(kept), 0o600);
		} catch {
			// A folder that cannot be written costs the next run a comparison, nothing else.
		}
	};
}

/** Migrations for all changes were written just now. */
export function keepThatAllIsMade(project: Project, open: OpenOrm): void {
	keepingComparison(project, open)(new Map(project.apps.map(({label}) => [label, []])));
}

/** @throws where a file is gone */
function keyOf(project: Project, files: string[]): string {
	const {apps, root, settings} = project;
	const {driver} = settings.database;
	const hash = createHash('sha256');
	const library = resolveFromProject('@mikro-orm/core/package.json', root);
	const packages = path.join(root, 'node_modules/.package-lock.json');
	const names = apps.map(app => [
		app.label,
		app.folder,
		entityFiles(app),
		app.own && existsSync(app.migrationsFolder) ? readdirSync(app.migrationsFolder).sort() : [],
	]);
	hash.update(
		JSON.stringify([packageVersion(), driver, stateOf(library), stateOf(packages), names]),
	);
	const snapshots = apps.filter(({own}) => own).map(app => snapshotPath(app, driver));
	for (const file of [...files, ...snapshots.filter(existsSync)]) {
		const text = readFileSync(file);
		hash.update(`\n${file}:${text.length}\n`).update(text);
	}
	return hash.digest('hex');
}
