import {inspect} from 'node:util';
import type {EntityManager, EntityName, FilterQuery, FindOneOptions, Loaded} from '@mikro-orm/core';

/** Answered with 404. */
class NotFound extends Error {
	readonly status = 404;
}

/**
 * The entity that `em.findOne` finds.
 * @param where the primary key, or a condition
 * @returns typed by `options.populate` and `options.fields`, as from `findOne`
 * @throws an error that is answered with 404 if there is none
 * @throws TypeError if a number is asked for by something else: the route should have `<int:id>`
 * @example const book = await getOr404(context.em, Book, context.params.id);
 * @example const book = await getOr404(context.em, Book, {isbn}, {populate: ['author']});
 */
export async function getOr404<
	Entity extends object,
	Hint extends string = never,
	Fields extends string = never,
	Excludes extends string = never,
>(
	em: EntityManager,
	entity: EntityName<Entity>,
	where: FilterQuery<NoInfer<Entity>>,
	options?: FindOneOptions<Entity, Hint, Fields, Excludes> & {using?: never},
): Promise<Loaded<Entity, Hint, Fields, Excludes>> {
	const {className, properties, primaryKeys} = em.getMetadata(entity);
	verifyNumbers(className, properties, isCondition(where) ? where : {[primaryKeys[0]!]: where});
	const found = await em.findOne<Entity, Hint, Fields, Excludes>(entity, where, options);
	if (found) return found;
	throw new NotFound(`No ${className} matches the query.`);
}

function isCondition(where: unknown): where is Record<string, unknown> {
	return (
		typeof where === 'object' && where !== null && Object.getPrototypeOf(where) === Object.prototype
	);
}

/** SQLite compares a number with any text; other databases refuse it in words of their own. */
function verifyNumbers(
	entity: string,
	properties: Record<string, {runtimeType: string}>,
	where: Record<string, unknown>,
): void {
	for (const [name, value] of Object.entries(where)) {
		if (properties[name]?.runtimeType !== 'number') continue;
		const isText = typeof value === 'string' && !(value.trim() && Number.isFinite(Number(value)));
		if (isText || Number.isNaN(value))
			throw new TypeError(`${entity}.${name} is a number, which ${inspect(value)} is not.`);
	}
}
