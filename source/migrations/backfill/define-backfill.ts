import type {EntityData, EntityManager, EntityName, FilterQuery} from '@mikro-orm/core';

/** Rows that are filled in batches, in `<app>/backfills/NNNN_name.ts`. */
export interface BackfillDefinition<Entity extends object = any> {
	/** Its class or schema, or its name. */
	entity: EntityName<Entity> | string;
	/** Which rows; default: all. */
	where?: FilterQuery<Entity>;
	/**
	 * What is set, in one `update` per batch: `{isbn: raw('lower(code)')}`. Or a function that changes the entities
	 * of a batch, which are locked and flushed afterwards; it may be called again for a batch that was rolled back.
	 */
	run: EntityData<Entity> | ((rows: Entity[], em: EntityManager) => void | Promise<void>);
	/** At most so many rows in a batch. */
	batch?: number;
	/** What must be applied before it: `['books.0002_isbn']`. Default: what precedes it by name in its app. */
	dependencies?: string[];
}

/** Marks the default export of a file in `backfills/` and returns it unchanged. */
export function defineBackfill<Entity extends object = any>(
	backfill: BackfillDefinition<Entity>,
): BackfillDefinition<Entity> {
	return backfill;
}
