import type {MikroORM} from '@mikro-orm/core';
import {CommandError} from '../errors/command-error.ts';
import type {App} from './apps/app-registry.ts';
import type {KeptConnection} from './database/kept-connection.ts';
import type {MikroOrmOptions} from './mikro-orm/load-options.ts';
import type {MigrationOptions} from './mikro-orm/migration-options.ts';
import type {ProjectLocation} from './settings/find.ts';
import type {ConfiguredProject} from './settings/settings.ts';

/** A project whose settings are valid and whose apps exist; no entity and no driver is loaded yet. */
export interface Project extends ConfiguredProject {
	apps: App[];
	/** Of a plain MikroORM project alone, whose settings are derived from its config. */
	mikroOrm?: MikroOrmProject;
	/** In place of an ORM of our own: that of the library's caller, who also closes it. */
	caller?: CallerOrm;
	/** Of a project whose database is read again and again. */
	kept?: KeptConnection;
}

/** What is known of a project that is a MikroORM config and nothing of ours. */
export interface MikroOrmProject {
	/** As MikroORM takes them. They hold secrets. */
	options: MikroOrmOptions;
	migrations: MigrationOptions;
}

/** An ORM that somebody else opened, and closes. */
export type CallerOrm = MikroORM<any, any, any>;

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
