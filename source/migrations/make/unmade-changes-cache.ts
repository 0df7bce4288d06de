import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {App} from '../../project/apps/app-registry.ts';
import {entityFiles} from '../../project/apps/entities.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import {countAsImported, importedFiles, stateOf} from '../../project/import/import-hooks.ts';
import {resolveFromProject} from '../../project/import/import-source.ts';
import type {Project} from '../../project/project.ts';
import {ensureStateFolder, statePath} from '../../runs/state-folder.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import {packageFile} from '../../system/package-files.ts';
import {allDialects} from '../files/dialect-names.ts';
import {snapshotName} from '../schema/snapshot.ts';

/** The changes that no migration makes, as sentences by the label of their app. */
export type UnmadeChanges = Map<string, string[]>;

/** Of what `makemigrations` does besides comparing: looking for conflicts (1), writing new names (2). */
type NothingLeft = 0 | 1 | 2;

interface CachedComparison {
	/** All files that were imported for it, except packages; as paths from the project's root. */
	files: string[];
	key: string;
	changes: [string, string[]][];
	nothingLeft: NothingLeft;
}

/** What package managers write last: each says what is installed. */
const installed = [
	...['.package-lock.json', '.pnpm/lock.yaml', '.yarn-state.yml', '.yarn-integrity'],
].map(name => path.join('node_modules', name));

/** The modules of Node by which a source can ask for more than what it imports. */
const unknownSources = /['"](?:node:)?(?:fs|fs\/promises|child_process|os|worker_threads)['"]/;
/** A use of the environment, by a name if there is one; `.env` is a file. */
const environmentUse = /(?<!(?:^|[^\w)\]])\.)\benv\b(?:(?:\??\.|\[\s*['"`])(\w+))?/gm;

/** A comparison takes long, and most runs change nothing that it depends on. */
function cacheFile({root}: Project): string {
	return statePath(root, 'compared.json');
}

/**
 * The files of the comparison count as imported from then on.
 * @returns the result of the last comparison; undefined if anything that it depends on has changed
 */
export function cachedComparison(project: Project): UnmadeChanges | undefined {
	const cached = validEntry(project);
	return cached && new Map(cached.changes);
}

/** Whether `makemigrations` would find nothing to do, or `makemigrations --check` nothing to report. */
export function isNothingLeft(project: Project, checksOnly: boolean): boolean {
	const {changes = [], nothingLeft = 0} = validEntry(project) ?? {};
	return nothingLeft >= (checksOnly ? 1 : 2) && changes.every(([, each]) => each.length === 0);
}

function validEntry(project: Project): CachedComparison | undefined {
	try {
		const cached = savedEntry(project)!;
		const files = cached.files.map(file => path.resolve(project.root, file));
		const states = files.map((file): [string, string] => [file, stateOf(file)]);
		if (cached.key !== keyOf(project, files) || !areSentences(cached.changes)) return undefined;
		countAsImported(states);
		return cached;
	} catch {
		return undefined;
	}
}

/**
 * To be called before entities are compared that are imported already.
 * @returns caches the result of the comparison
 */
export function comparisonCache(
	project: Project,
	open: OpenOrm,
	nothingLeft: NothingLeft = 0,
): (changes: UnmadeChanges) => void {
	const imported = [...importedFiles()];
	const files = imported.map(([file]) => file).filter(file => !isOurs(file));
	// The comparison is of what was imported, which a file saved since then no longer says.
	const isCurrent = imported.every(([file, state]) => stateOf(file) === state);
	// If MikroORM finds the entities by itself, the files that they depend on are unknown.
	if (open.entities.size === 0 || !isCurrent) return () => {};
	const key = keyOf(project, files);
	if (key === undefined) return () => {};
	return changes => {
		const cached: CachedComparison = {
			files: files.map(file => path.relative(project.root, file)),
			key,
			changes: [...changes],
			nothingLeft: atLeast(nothingLeft, key, savedEntry(project)),
		};
		try {
			ensureStateFolder(project.root);
			writeFileAtomically(cacheFile(project), JSON.stringify(cached), 0o600);
		} catch {
			// If the folder cannot be written, the next run compares again.
		}
	};
}

function savedEntry(project: Project): CachedComparison | undefined {
	try {
		return JSON.parse(readFileSync(cacheFile(project), 'utf8'));
	} catch {
		return undefined;
	}
}

function areSentences(changes: CachedComparison['changes']): boolean {
	return changes.every(([, each]) => each.every(sentence => typeof sentence === 'string'));
}

/** What is known of the same comparison is not forgotten. */
function atLeast(one: NothingLeft, key: string, before: CachedComparison | undefined): NothingLeft {
	return before?.key === key && before.nothingLeft > one ? before.nothingLeft : one;
}

/** To be called when migrations for all changes have been written, or by a check that found none. */
export function cacheThatNothingIsUnmade(project: Project, open: OpenOrm, isCheck: boolean): void {
	comparisonCache(
		project,
		open,
		isCheck ? 1 : 2,
	)(new Map(project.apps.map(({label}) => [label, []])));
}

/**
 * The same in another folder, and after another checkout of the same files.
 * @param files absolute paths
 * @returns undefined where a source may read what is not known here
 * @throws if a file does not exist any more
 */
function keyOf(project: Project, files: string[]): string | undefined {
	const {apps, root, settings} = project;
	const {driver} = settings.database;
	const hash = createHash('sha256');
	const add = (file: string, text: string) => {
		hash.update(`\n${path.relative(root, file)}:${text.length}\n`).update(text);
	};
	const own = apps.filter(app => app.own);
	const migrations = own.filter(app => existsSync(app.migrationsFolder)).flatMap(filesBeside);
	const names = apps.map(app => [
		app.label,
		...[app.folder, ...entityFiles(app)].map(file => path.relative(root, file)),
	]);
	hash.update(JSON.stringify([driver, names]));
	const packages = installed.map(name => path.join(root, name)).filter(existsSync);
	const library = resolveFromProject('@mikro-orm/core/package.json', root);
	// The program's first file names all others, and those by their contents.
	for (const file of [...packages, library, packageFile('dist/cli.js')])
		hash.update(readFileSync(file));
	for (const file of migrations) add(file, readFileSync(file, 'latin1'));
	for (const file of files) {
		const text = readFileSync(file, 'utf8');
		if (unknownSources.test(text)) return undefined;
		add(file, text);
		hash.update(environmentOf(text));
	}
	return hash.digest('hex');
}

/** Where this program is linked into the project, its own files are no sources. */
function isOurs(file: string): boolean {
	return file.startsWith(packageFile('dist') + path.sep);
}

/** An app's migrations, and its snapshots of all dialects. */
function filesBeside({migrationsFolder}: App): string[] {
	const known = new Set(allDialects.map(dialect => snapshotName(dialect)));
	return readdirSync(migrationsFolder, {withFileTypes: true})
		.filter(entry => entry.isFile() && (entry.name[0] !== '.' || known.has(entry.name)))
		.map(({name}) => path.join(migrationsFolder, name))
		.sort();
}

/** The variables that a source names, or all if it may use any. */
function environmentOf(text: string): string {
	const names = [...text.matchAll(environmentUse)].map(([, name]) => name);
	if (names.includes(undefined)) return JSON.stringify(process.env);
	return JSON.stringify(names.map(name => process.env[name!]));
}
