import path from 'node:path';
import {filesMatching} from '../../mikro-orm/options.ts';
import {mikroOrmVersion} from '../../mikro-orm/version.ts';
import type {App} from '../../project/apps/app-registry.ts';
import {importFromProject} from '../../project/import/import-source.ts';
import type {PlainProject, Project} from '../../project/project.ts';
import {misnamedFiles} from './file-names.ts';
import {backfillsFolder, loadMigrationFiles, type MigrationFile, readFile} from './loader.ts';
import {ReadingCache} from './reading-cache.ts';

/** A project's migrations on disk, in one of two formats: ours, or MikroORM's own. */
export interface MigrationFiles {
	load(): Promise<MigrationFile[]>;
	/** Paths of files that look like migrations, but whose names are none, so that they never run. */
	misnamed(app: App): string[];
	/** The ids of an app's migrations begin with it; empty if MikroORM records the names alone. */
	idPrefix(app: App): string;
}

export function migrationFilesOf(project: Project): MigrationFiles {
	if (project.kind === 'mikro-orm') {
		return {load: () => loadPlain(project), misnamed: () => [], idPrefix: () => ''};
	}
	return {
		load: () => loadMigrationFiles(project.apps, project.root),
		misnamed: ({folder, migrationsFolder}) => [
			...misnamedFiles(migrationsFolder),
			...misnamedFiles(path.join(folder, backfillsFolder)),
		],
		idPrefix: ({label}) => `${label}.`,
	};
}

/** In MikroORM's order, which is that of their names. */
async function loadPlain(project: PlainProject): Promise<MigrationFile[]> {
	const {apps, settingsFile, migrations} = project;
	const found = migrations.list
		? migrations.list.map(({name, class: migration}) => ({name, path: settingsFile, migration}))
		: await plainFiles(project);
	return found.map(({name, ...rest}, index) => ({
		id: name,
		app: apps[0]!.label,
		name,
		dependencies: [],
		replaces: [],
		...(index > 0 && {after: found[index - 1]!.name}),
		...rest,
	}));
}

/** If a source (.ts) and its compiled file (.js) both exist, the source is used. */
async function plainFiles({root, migrations}: PlainProject) {
	const {major} = mikroOrmVersion(root);
	const fsUtils = major > 6 && (await importFromProject('@mikro-orm/core/fs-utils', root));
	const paths = filesMatching(fsUtils, migrations.folder, migrations.glob);
	const names = new Map(
		paths.map(file => [path.basename(file).replace(/\.[jt]s$/, ''), path.resolve(root, file)]),
	);
	const cache = new ReadingCache(root);
	const files = [...names].map(([name, path]) => {
		return {name, path, ...readFile(path, root, cache).content};
	});
	cache.save(files.flatMap(({fingerprint}) => fingerprint ?? []));
	return files;
}
