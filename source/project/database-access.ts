import type {MikroORM} from '@mikro-orm/core';
import type {EntityReference} from '../mikro-orm/entity.ts';
import type {Database} from './database/database.ts';
import type {Project} from './project.ts';

/** How a project connects to its database; chosen when the project is opened. */
export interface DatabaseAccess {
	/**
	 * Connects with the bare driver.
	 * @returns undefined when the SQLite file does not exist yet; connecting does not create it
	 * @throws the driver's error
	 */
	connect(project: Project): Promise<Database | undefined>;
	/**
	 * The project's own copy of MikroORM with all entities of its apps. It connects with the first query,
	 * so this works offline.
	 * @throws CommandError when a driver is not installed or an entity file cannot be imported
	 */
	openOrm(project: Project, use?: OrmUse): Promise<OpenOrm>;
	password(project: Project): Promise<string | undefined>;
	/** Whether the driver alone, without options, opens the same database as MikroORM; without it, no. */
	isBare?(project: Project): boolean;
}

export interface OpenOrm {
	orm: MikroORM;
	/** The entities of each app, by its label; empty where MikroORM discovers them. */
	entities: Map<string, EntityReference[]>;
	/** Some entities may be missing. */
	isPartial?: true;
}

export interface OrmUse {
	/** The ORM only compares entities; it does not load or save any. */
	schemaOnly?: boolean;
	/** The entities, if they are already loaded. */
	loaded?: OpenOrm['entities'];
}
