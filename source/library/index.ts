import type {MikroORM} from '@mikro-orm/core';
import type {DatabaseSettings} from '../project/settings/settings.ts';
import type {Event} from '../runs/events.ts';
import {startRun} from './migration-run.ts';

/** Which project, and in whose database. */
export interface ProjectOptions {
	/** Where the project is, at or above. Default: the working directory. */
	directory?: string;
	/** In place of what the settings say, key by key: a test's own database, say. */
	database?: Partial<Omit<DatabaseSettings, 'driver'>>;
	/**
	 * An ORM that is open already: its database is migrated, over its own connection where that is the
	 * only one (`:memory:`), and it stays open. The migrations are those of the project at or above
	 * its `baseDir`, or above `directory`; without a `settings.ts` there, those of its own config.
	 */
	orm?: MikroORM<any, any, any>;
}

export interface MigrateOptions extends ProjectOptions {
	/** The label of one app. Default: all of them. */
	app?: string;
	/** A migration of that app (as much of its name as is unique), or `zero` to unapply all. */
	target?: string;
	/** Record only, run nothing. */
	fake?: boolean;
	/** One transaction for all; not on MySQL and MariaDB. */
	atomic?: boolean;
	/** Go on where rows would be lost. */
	allowDataLoss?: boolean;
	/** False: fail at once where another run holds the lock. Default: wait for it. */
	wait?: boolean;
	/** Ends it after the migration that runs, or rolls that one back. */
	signal?: AbortSignal;
	/**
	 * Hears what is done while it is: `applying`, `applied`, `statement` … What it throws ends the run
	 * as `signal` does, and is what `migrate` throws.
	 */
	onEvent?: (event: Event) => void;
}

/** Ids (`accounts.0001_initial`) in the order in which they ran. */
export interface MigrateResult {
	applied: string[];
	unapplied: string[];
	/** Recorded and not run. */
	faked: string[];
}

/**
 * A migrate under way: `await` it for the result, `for await` it for what it does. Who stops listening
 * does not stop it; what goes wrong is thrown to both.
 */
export interface MigrationRun extends Promise<MigrateResult>, AsyncIterable<Event> {}

/**
 * What `quarterdeck migrate` does, for a start-up hook or a test: the same plan, lock and refusals.
 * Several at once, in this process or others, apply each migration once. Nothing is printed or asked,
 * and the process goes on.
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

/** What is known of a project without loading its entities. It holds no secret. */
export interface ProjectDescription {
	name: string;
	/** Absolute path. */
	root: string;
	/** `mikro-orm` is a MikroORM project without settings of ours. */
	kind: 'quarterdeck' | 'mikro-orm';
	environment: string;
	database: {driver: string; name: string; host?: string; port?: number; user?: string};
	apps: AppDescription[];
	/** Ids of what is not applied, in the order in which it would be. */
	unapplied: string[];
}

export interface AppDescription {
	label: string;
	migrations: {name: string; applied: Date | null}[];
	/** Applied, but the file is gone. */
	missing: {name: string; applied: Date}[];
	/** The names of the leaves, when there is more than one. */
	conflict?: string[];
}

/**
 * A project, its migrations, and which of them its database has.
 * @throws CommandError by `code`: `no-project`, `settings`, `database-unreachable` …
 * @example const {unapplied} = await describeProject();
 * @example const {unapplied} = await describeProject({orm});
 */
export async function describeProject(options: ProjectOptions = {}): Promise<ProjectDescription> {
	const {describe} = await import('./describe.ts');
	return describe(options);
}
