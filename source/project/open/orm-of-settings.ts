import type {Options} from '@mikro-orm/core';
import type {EntityReference} from '../../mikro-orm/entity.ts';
import {noExtensions, withoutInstances} from '../../mikro-orm/schema-only.ts';
import {loadEntities} from '../apps/entities.ts';
import {takeUserEntity} from '../apps/user-entity.ts';
import {databaseAddress, sqliteFile} from '../database/address.ts';
import {startOrm} from '../database/start-orm.ts';
import type {OpenOrm, OrmUse} from '../database-access.ts';
import {importFromProject} from '../import/import-source.ts';
import type {Project} from '../project.ts';

/** MikroORM with the entities of all apps. */
export async function openOrmOfSettings(
	project: Project,
	{schemaOnly = false, loaded}: OrmUse,
): Promise<OpenOrm> {
	const {root, settings} = project;
	const {MikroORM} = await importFromProject(`@mikro-orm/${settings.database.driver}`, root);
	const entities = loaded ?? (await entitiesOf(project));
	const options = {
		...(await connectionOptions(project)),
		entities: [...entities.values()].flat(),
		baseDir: root,
		discovery: {warnWhenNoEntities: false},
		logger: () => {},
		...(schemaOnly && {extensions: noExtensions}),
		...settings.database.options,
	};
	const library = schemaOnly ? withoutInstances(MikroORM) : MikroORM;
	return {orm: await startOrm(library, options, root), entities};
}

async function entitiesOf(project: Project): Promise<OpenOrm['entities']> {
	const entities = new Map<string, EntityReference[]>();
	for (const app of project.apps) entities.set(app.label, await loadEntities(app, project.root));
	takeUserEntity(project, entities);
	return entities;
}

async function connectionOptions(project: Project): Promise<Partial<Options>> {
	if (project.settings.database.driver === 'sqlite') return {dbName: sqliteFile(project)};
	const {name, host, port, user} = databaseAddress(project);
	return {dbName: name, host, port, user, password: await project.access.password(project)};
}
