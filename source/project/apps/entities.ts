import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {importSource} from '../import/import-source.ts';
import type {App} from './app-registry.ts';

const sourceFile = /(?<!\.d)\.[cm]?[jt]s$/;

/** An entity for MikroORM's `entities` option: a `defineEntity` schema or a class. */
export type EntityReference = object;

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

/** Created by `defineEntity` and `new EntitySchema`. */
function isSchema(exported: unknown): exported is {meta: {class?: unknown}} {
	return (
		typeof exported === 'object' &&
		exported !== null &&
		'meta' in exported &&
		typeof exported.meta === 'object'
	);
}

/** MikroORM marks decorated classes with the first, and stores the classes of schemas in the second. */
const decorated = Symbol.for('@mikro-orm/core/MetadataStorage.PATH_SYMBOL');
const registry = Symbol.for('@mikro-orm/core/EntitySchema.REGISTRY');

/** Other exported classes are not entities. */
function isEntityClass(exported: unknown): exported is EntityReference {
	if (typeof exported !== 'function') return false;
	const schemas = (globalThis as {[registry]?: Map<unknown, unknown>})[registry];
	return Object.hasOwn(exported, decorated) || schemas?.has(exported) === true;
}
