import type {MikroORM} from '@mikro-orm/core';
import type {DatabaseSettings} from '../project/settings/settings.ts';
import type {Event} from '../runs/events.ts';
import {startRun} from './migration-run.ts';

/** The project and its database. */
export interface ProjectOptions {
	/** A folder in the project. Default: the working directory. */
	directory?: string;
	/** Overrides the settings, key by key, for example with a test database. */
	database?: Partial<Omit<DatabaseSettings, 'driver'>>;
	/**
	 * An open ORM. Its database is migrated, over its own connection if that is the
	 * only one (`:memory:`), and it stays open. The migrations are those of the project around
	 * its `baseDir` or `directory`; without a `settings.ts`, those of its own config.
	 */
	orm?: MikroORM<any, any, any>;
}

/** What to migrate, and how: as the flags of `quarterdeck migrate`. */
export interface MigrateOptions extends ProjectOptions {
	/** The label of one app. Default: all of them. */
	app?: string;
	/** A migration of that app (a unique prefix of its name), or `zero` to unapply all. */
	target?: string;
	/** Record only; run nothing. */
	fake?: boolean;
	/** One transaction for all migrations; not on MySQL and MariaDB. */
	atomic?: boolean;
	/** Continue even if rows would be lost. */
	allowDataLoss?: boolean;
	/** False: fail immediately when another run holds the lock. Default: wait for it. */
	wait?: boolean;
	/** Ends the run after the current migration, or rolls that one back. */
	signal?: AbortSignal;
	/**
	 * Called with each event as it happens: `applying`, `applied`, `statement` … If it throws, the run ends
	 * as with `signal`, and `migrate` throws the same error.
	 */
	onEvent?: (event: Event) => void;
}

/** Ids (`accounts.0001_initial`) in the order they ran. */
export interface MigrateResult {
	applied: string[];
	unapplied: string[];
	/** Recorded without running. */
	faked: string[];
}

/**
 * A run of migrate: `await` it for the result, `for await` it for its events. Leaving the loop
 * does not stop it; errors are thrown to both.
 */
export interface MigrationRun extends Promise<MigrateResult>, AsyncIterable<Event> {}

/**
 * Does what `quarterdeck migrate` does, for a start-up hook or a test: the same plan, lock and checks.
 * Concurrent runs, in any process, apply each migration once. Nothing is printed or asked,
 * and the process does not exit.
 * @throws CommandError by `code`: `migration-failed`, `answer-needed` (data would be lost),
 *   `lock-held`, `database-unreachable`, `interrupted`, `open-transaction` (yours, on the ORM given) …
 * @example await migrate({directory: import.meta.dirname});
 * @example for await (const event of migrate({orm})) log.info(event);
 */
export function migrate(options: MigrateOptions = {}): MigrationRun {
	return startRun(async onEvent => {
		const {runMigrate} = await import('./migrate.ts');
		return runMigrate(options, onEvent);
	});
}

/** A project, without loading its entities. Contains no secrets. */
export interface ProjectDescription {
	name: string;
	/** Absolute path. */
	root: string;
	/** `mikro-orm` is a MikroORM project without a `settings.ts`. */
	kind: 'quarterdeck' | 'mikro-orm';
	environment: string;
	database: {driver: string; name: string; host?: string; port?: number; user?: string};
	apps: AppDescription[];
	/** Ids of the unapplied migrations, in order. */
	unapplied: string[];
}

/** An app and what of it is applied. */
export interface AppDescription {
	label: string;
	migrations: {name: string; applied: Date | null}[];
	/** Applied, but the file is missing. */
	missing: {name: string; applied: Date}[];
	/** The names of the leaves, when there is more than one. */
	conflict?: string[];
}

/**
 * Describes a project, its migrations, and which of them are applied.
 * @throws CommandError by `code`: `no-project`, `settings`, `database-unreachable` …
 * @example const {unapplied} = await describeProject();
 * @example const {unapplied} = await describeProject({orm});
 */
export async function describeProject(options: ProjectOptions = {}): Promise<ProjectDescription> {
	const {describe} = await import('./describe.ts');
	return describe(options);
}
