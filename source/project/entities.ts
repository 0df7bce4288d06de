import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import type {App} from './app-registry.ts';
import {importSource} from './import-source.ts';

const sourceFile = /(?<!\.d)\.[cm]?[jt]s$/;

/** An entity as MikroORM's `entities` option takes it: a `defineEntity` schema or a class. */
export type EntityReference = object;

/**
 * What the app's `entities.ts`, or the files of its `entities/`, export.
 * @returns in the order of the files and of their exports; empty for an app without entities
 * @throws CommandError with file and line when a file cannot be imported
 */
export async function loadEntities(app: App, root: string): Promise<EntityReference[]> {
	const entities: EntityReference[] = [];
	for (const file of entityFiles(app)) {
		for (const exported of Object.values(await importSource(file, root))) {
			if (isEntity(exported) && !entities.includes(exported)) entities.push(exported);
		}
	}
	return entities;
}

function entityFiles(app: App): string[] {
	const single = ['entities.ts', 'entities.js']
		.map(name => path.join(app.folder, name))
		.find(existsSync);
	if (single) return [single];
	const folder = path.join(app.folder, 'entities');
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter(name => sourceFile.test(name))
		.sort()
		.map(name => path.join(folder, name));
}

/** A schema of `defineEntity` has `meta`; a decorated class carries a registration of its own. */
function isEntity(exported: unknown): exported is EntityReference {
	if (typeof exported === 'function')
		return /^class\b/.test(Function.prototype.toString.call(exported));
	return typeof exported === 'object' && exported !== null && 'meta' in exported;
}
