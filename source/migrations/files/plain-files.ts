import path from 'node:path';
import {importFromProject} from '../../project/import/import-source.ts';
import type {PlainProject} from '../../project/project.ts';
import type {MigrationFile} from './loader.ts';

/**
 * The migrations of a plain MikroORM project in MikroORM's order, which is that of their names.
 * Their ids are what MikroORM records: the names, without an app in front.
 */
export async function plainMigrationFiles(project: PlainProject): Promise<MigrationFile[]> {
	const {list} = project.migrations;
	const found = list
		? list.map(({name, class: migration}) => ({name, path: project.settingsFile, migration}))
		: await filesIn(project);
	const app = project.apps[0]!.label;
	return found.map(({name, ...rest}, index) => ({
		id: name,
		app,
		name,
		dependencies: [],
		replaces: [],
		...(index > 0 && {after: found[index - 1]!.name}),
		...rest,
	}));
}

/** Of a source and what was compiled from it, the source (.ts) wins. */
async function filesIn({root, migrations}: PlainProject): Promise<{name: string; path: string}[]> {
	const {folder, glob} = migrations;
	const {fs} = await importFromProject('@mikro-orm/core/fs-utils', root);
	const paths: string[] = fs.glob(fs.normalizePath(folder, glob)).sort();
	const names = new Map(
		paths.map(file => [path.basename(file).replace(/\.[jt]s$/, ''), path.resolve(root, file)]),
	);
	return [...names].map(([name, path]) => ({name, path}));
}
