import {CommandError} from '../errors/command-error.ts';
import type {App} from './apps/app-registry.ts';
import type {CachedConnection} from './database/cached-connection.ts';
import type {CachedReads} from './database/cached-reads.ts';
import type {DatabaseAccess} from './database-access.ts';
import type {ProjectLocation} from './settings/find.ts';
import type {ConfiguredProject} from './settings/settings.ts';

/** A project with valid settings and existing apps. No entity and no driver is loaded yet. */
export type Project = QuarterdeckProject | PlainProject;

interface QuarterdeckProject extends OpenedProject {
	kind: 'quarterdeck';
}

/** A MikroORM config without `settings.ts`: a single app, with settings derived from the config. */
export interface PlainProject extends OpenedProject {
	kind: 'mikro-orm';
	migrations: MigrationOptions;
}

interface OpenedProject extends ConfiguredProject {
	apps: App[];
	access: DatabaseAccess;
	migrations: MigrationRules;
	/** Set where the database is read repeatedly. */
	cachedConnection?: Pick<CachedConnection | CachedReads, 'over'>;
}

export interface MigrationRules {
	/**
	 * MikroORM's table of applied migrations, with its schema unless that is the default one. A row
	 * means that the migration has completed.
	 */
	tableName: string;
	/** False when no migration runs in a transaction. */
	transactional: boolean;
	/** True when new migrations never drop columns or tables. */
	safe: boolean;
	/** False when new migrations never drop tables. */
	dropTables: boolean;
}

/** The paths in MikroORM's `migrations` options, with defaults. */
export interface MigrationOptions extends MigrationRules {
	/** Where migrations are read from; absolute. */
	folder: string;
	/** Where new migrations and the snapshot are written; absolute. */
	target: string;
	glob: string;
	/** Absolute path; undefined when snapshots are off. */
	snapshotFile: string | undefined;
	/** A list of classes instead of files. */
	list: {name: string; class: unknown}[] | undefined;
	/** The complete options for MikroORM's own generator. */
	all: Record<string, any>;
}

/**
 * @param what the end of the sentence `This is a plain MikroORM project: …`
 * @throws CommandError `plain-project` when there is no `settings.ts`
 */
export function requireSettings({kind}: ProjectLocation, what: string): void {
	if (kind === 'quarterdeck') return;
	throw new CommandError(`This is a plain MikroORM project: ${what}.`, {
		code: 'plain-project',
		hint: "Migrations work as they are; for the rest, run 'quarterdeck init' and move the entities into apps.",
	});
}
