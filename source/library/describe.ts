import type {ProjectDescription, ProjectOptions} from '../library.ts';
import {readMigrationState} from '../migrations/state.ts';
import {databaseAddress} from '../project/database.ts';
import {projectOf} from './project-of.ts';

export async function describe({
	directory,
	database,
	orm,
}: ProjectOptions): Promise<ProjectDescription> {
	const project = await projectOf({directory, database, orm});
	const {apps, unapplied} = await readMigrationState(project);
	return {
		name: project.settings.name,
		root: project.root,
		kind: project.kind,
		environment: project.settings.environment,
		database: databaseAddress(project),
		apps: apps.map(({migrations, ...app}) => ({
			...app,
			migrations: migrations.map(({name, applied}) => ({name, applied})),
		})),
		unapplied: unapplied.map(({id}) => id),
	};
}
