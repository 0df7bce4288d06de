import type {App} from '../../project/apps/app-registry.ts';
import type {Project} from '../../project/project.ts';
import {misnamedFiles} from './file-names.ts';
import {loadMigrationFiles, type MigrationFile} from './loader.ts';
import {PlainFiles} from './plain-files.ts';

/** A project's migrations on disk, in one of two formats: ours, or MikroORM's own. */
export interface MigrationFiles {
	load(): Promise<MigrationFile[]>;
	/** Paths of files that look like migrations but are not named as one, so that nothing reads them. */
	misnamed(app: App): string[];
	/** What stands before the name in the ids of an app's migrations. */
	idPrefix(app: App): string;
}

export function migrationFilesOf(project: Project): MigrationFiles {
	if (project.kind === 'mikro-orm') return new PlainFiles(project);
	return {
		load: () => loadMigrationFiles(project.apps, project.root),
		misnamed: ({migrationsFolder}) => misnamedFiles(migrationsFolder),
		idPrefix: ({label}) => `${label}.`,
	};
}
