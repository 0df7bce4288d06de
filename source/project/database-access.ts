import type {MikroORM} from '@mikro-orm/core';
import type {EntityReference} from './apps/entities.ts';
import type {Database} from './database/database.ts';
import type {Project} from './project.ts';

/** How a project reaches its database; chosen when the project is opened. */
export interface DatabaseAccess {
	/**
	 * A connection of the bare driver.
	 * @returns undefined when it is a SQLite file that does not exist yet; connecting does not create it
	 * @throws the driver's error
	 */
	connect(project: Project): Promise<Database | undefined>;
	/** @throws CommandError when a driver is not installed or an entity file cannot be imported */
	openOrm(project: Project, use: OrmUse): Promise<OpenOrm>;
	password(project: Project): Promise<string | undefined>;
	/** Whether the driver without options opens the database as MikroORM would. */
	isBare(project: Project): boolean;
}

export interface OpenOrm {
	orm: MikroORM;
	/** The entities of each app, by its label; empty where MikroORM finds them by itself. */
	entities: Map<string, EntityReference[]>;
	/** It may lack some of the project's entities. */
	isPartial?: true;
}

export interface OrmUse {
	/** To compare entities, not to load or save any. */
	schemaOnly?: boolean;
	/** The entities, where they are loaded already. */
	loaded?: OpenOrm['entities'];
}
