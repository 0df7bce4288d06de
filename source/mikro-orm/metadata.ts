/**
 * MikroORM's metadata of all entities; MikroORM 6 has them in an object.
 * @param orm or its EntityManager
 */
export function metadataOf(orm: any): any[] {
	const all = orm.getMetadata().getAll();
	return all instanceof Map ? [...all.values()] : Object.values(all);
}
