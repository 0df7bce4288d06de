import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {type EntityReference, isEntityClass, isSchema} from '../../mikro-orm/entity.ts';
import {importSource} from '../import/import-source.ts';
import {type App, sourceIn} from './app-registry.ts';

const sourceFile = /(?<!\.d)\.[cm]?[jt]s$/;

/**
 * The exports of the app's `entities.ts`, or of the files in its `entities/`.
 * @returns in the order of files and exports; empty for an app without entities
 * @throws CommandError with file and line when a file cannot be imported
 */
export async function loadEntities(app: App, root: string): Promise<EntityReference[]> {
	const entities = new Set<EntityReference>();
	for (const file of entityFiles(app)) {
		for (const exported of Object.values(await importSource(file, root))) {
			if (isSchema(exported) || isEntityClass(exported)) entities.add(exported);
		}
	}
	// A schema's own class is redundant.
	for (const entity of entities) if (isSchema(entity)) entities.delete(entity.meta.class as object);
	return [...entities];
}

/** Where an app's entities belong, whether or not a file exists. */
export function entityFiles(app: App): string[] {
	const single = sourceIn(app.folder, 'entities');
	if (single) return [single];
	const folder = path.join(app.folder, 'entities');
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter(name => sourceFile.test(name))
		.sort()
		.map(name => path.join(folder, name));
}
