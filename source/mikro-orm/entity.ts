/** An entity for MikroORM's `entities` option: a `defineEntity` schema or a class. */
export type EntityReference = object;

/** Created by `defineEntity` and `new EntitySchema`. */
export function isSchema(exported: unknown): exported is {meta: {class?: unknown}} {
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
export function isEntityClass(exported: unknown): exported is EntityReference {
	if (typeof exported !== 'function') return false;
	const schemas = (globalThis as {[registry]?: Map<unknown, unknown>})[registry];
	return Object.hasOwn(exported, decorated) || schemas?.has(exported) === true;
}
