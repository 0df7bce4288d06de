import path from 'node:path';
import {importFromProject} from '../../project/import/import-source.ts';
import type {PlainProject} from '../../project/project.ts';
import type {MigrationFile} from './loader.ts';
import type {MigrationFiles} from './migration-files.ts';

/**
 * The migrations of a plain MikroORM project in MikroORM's order, which is that of their names.
 * Their ids are what MikroORM records: the names, without an app in front.
 */
export class PlainFiles implements MigrationFiles {
	readonly #project: PlainProject;

	constructor(project: PlainProject) {
		this.#project = project;
	}

	async load(): Promise<MigrationFile[]> {
		const {apps, settingsFile, migrations} = this.#project;
		const found = migrations.list
			? migrations.list.map(({name, class: migration}) => ({name, path: settingsFile, migration}))
			: await this.#filesOnDisk();
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

	misnamed(): string[] {
		return [];
	}

	idPrefix(): string {
		return '';
	}

	/** Of a source and what was compiled from it, the source (.ts) wins. */
	async #filesOnDisk(): Promise<{name: string; path: string}[]> {
		const {root, migrations} = this.#project;
		const {fs} = await importFromProject('@mikro-orm/core/fs-utils', root);
		const paths: string[] = fs.glob(fs.normalizePath(migrations.folder, migrations.glob)).sort();
		const names = new Map(
			paths.map(file => [path.basename(file).replace(/\.[jt]s$/, ''), path.resolve(root, file)]),
		);
		return [...names].map(([name, path]) => ({name, path}));
	}
}
