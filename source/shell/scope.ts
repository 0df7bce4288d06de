import type {EntityManager, MikroORM} from '@mikro-orm/core';
import {metadataOf} from '../mikro-orm/metadata.ts';
import type {OpenOrm} from '../project/database-access.ts';
import type {Project} from '../project/project.ts';

/** The names available without an import. */
export interface Scope {
	orm: MikroORM;
	em: EntityManager;
	settings: Project['settings'];
	/** All entities, by name. */
	entities: Record<string, unknown>;
	[name: string]: unknown;
}

/**
 * The project's ORM, a fork of its EntityManager, its settings, and each entity by its name. An entity
 * named like a JavaScript global (`Event`) is only in `entities`.
 */
export function scopeOf({settings}: Project, {orm}: OpenOrm): Scope {
	const entities: Record<string, unknown> = {};
	for (const {className, class: entity, pivotTable} of metadataOf(orm)) {
		if (!pivotTable) entities[className] = entity;
	}
	const free = Object.entries(entities).filter(([name]) => !(name in globalThis));
	return {...Object.fromEntries(free), entities, settings, orm, em: orm.em.fork()};
}
