import {CommandError} from '../errors/command-error.ts';
import type {App} from './apps/app-registry.ts';
import type {KeptConnection} from './database/kept-connection.ts';
import type {DatabaseAccess} from './database-access.ts';
import type {ProjectLocation} from './settings/find.ts';
import type {ConfiguredProject} from './settings/settings.ts';

/** A project whose settings are valid and whose apps exist; no entity and no driver is loaded yet. */
export type Project = QuarterdeckProject | PlainProject;

interface QuarterdeckProject extends OpenedProject {
	kind: 'quarterdeck';
}

/** A MikroORM config and nothing of ours: a single app, and settings that are derived from the config. */
export interface PlainProject extends OpenedProject {
	kind: 'mikro-orm';
	migrations: MigrationOptions;
}

interface OpenedProject extends ConfiguredProject {
	apps: App[];
	access: DatabaseAccess;
	migrations: MigrationRules;
	/** Of a project whose database is read again and again. */
	kept?: KeptConnection;
}

export interface MigrationRules {
	/**
	 * MikroORM's table of what is applied, with its schema in front where that is not the default one. A
	 * row in it means that the migration ran to its end.
	 */
	tableName: string;
	/** False: none runs in a transaction where its statements could be seen half done. */
	transactional: boolean;
	/** True: no new one drops a column or a table. */
	safe: boolean;
	/** False: no new one drops a table. */
	dropTables: boolean;
}

/** MikroORM's `migrations` options with its defaults, as far as they say where things are. */
export interface MigrationOptions extends MigrationRules {
	/** Where migrations are read from; absolute. */
	folder: string;
	/** Where new ones and the snapshot are written to; absolute. */
	target: string;
	glob: string;
	/** Absolute path; undefined where the project wants none. */
	snapshotFile: string | undefined;
	/** A list of classes, in place of files. */
	list: {name: string; class: unknown}[] | undefined;
	/** All of them, as MikroORM's own generator takes them. */
	all: Record<string, any>;
}

/**
 * @param what ends the sentence `This is a plain MikroORM project: …`
 * @throws CommandError `plain-project` where there are no settings of ours
 */
export function requireSettings({kind}: ProjectLocation, what: string): void {
	if (kind === 'quarterdeck') return;
	throw new CommandError(`This is a plain MikroORM project: ${what}.`, {
		code: 'plain-project',
		hint: "Migrations work as they are; for the rest, run 'quarterdeck startproject NAME' and move the entities into its apps.",
	});
}
