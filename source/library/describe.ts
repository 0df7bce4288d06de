import {readMigrationState} from '../migrations/graph/state.ts';
import {databaseAddress} from '../project/database/address.ts';
import type {ProjectDescription, ProjectOptions} from './index.ts';
import {refuseOpenTransaction} from './open-transaction.ts';
import {projectOf} from './project-of.ts';

export async function describe({
	directory,
	database,
	orm,
}: ProjectOptions): Promise<ProjectDescription> {
	if (orm) await refuseOpenTransaction(orm);
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
