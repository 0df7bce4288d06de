import {type CommandError, isCommandError, throwProblem} from '../../errors/command-error.ts';
import type {App} from '../../project/apps/app-registry.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import {type AppChanges, detectChanges} from '../detect/autodetector.ts';
import {type MikroOrm, overMikroOrm} from '../engine/mikro-orm.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import type {Questioner} from '../questions/questioner.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import type {FillsInBatches} from './fills.ts';
import type {NewMigration} from './writer.ts';

/** Makes migrations in one of two formats: ours, or MikroORM's own. Nothing is written. */
export interface Maker {
	/**
	 * The schema after an app's last migration.
	 * @throws CommandError `snapshot`, `database-unreachable`
	 */
	schemaAfter(app: App, orm: MikroOrm, graph: MigrationGraph): Promise<Snapshot>;
	/** A migration for each app whose entities have changed. */
	make(open: OpenOrm, graph: MigrationGraph, options: MakeOptions): Promise<NewMigration[]>;
	/** A migration without a statement for each app, to be written by hand. */
	makeEmpty(graph: MigrationGraph, options: EmptyOptions): Promise<NewMigration[]>;
}

export interface EmptyOptions {
	/** The apps to look at. */
	apps: App[];
	/** Follows the number, instead of a name from the operations. */
	name?: string;
	/** Kinds of database to write SQL for, besides the project's own and those that have snapshots. */
	dialects?: Dialect[];
}

export interface MakeOptions extends EmptyOptions {
	questioner: Questioner;
	/** Whether to split changes into those that a live site does not notice. */
	online?: boolean;
	/** Which tables have their rows filled in batches; default: none. Of apps, and on servers. */
	fillsInBatches?: FillsInBatches;
}

/**
 * The changes of each app; apps without a change are left out.
 * @param report gets why an app cannot be compared; by default it is thrown
 */
export async function changesOf(
	maker: Pick<Maker, 'schemaAfter'>,
	project: Project,
	open: OpenOrm,
	graph: MigrationGraph,
	{apps, questioner}: MakeOptions,
	report: (problem: CommandError, app: App) => void = throwProblem,
): Promise<AppChanges[]> {
	const orm = await overMikroOrm(project, open);
	const changes: AppChanges[] = [];
	for (const app of apps) {
		try {
			const before = await maker.schemaAfter(app, orm, graph);
			const change = await detectChanges(app, before, orm, questioner);
			if (change) changes.push(change);
		} catch (error) {
			if (!isCommandError(error)) throw error;
			report(error, app);
		}
	}
	return changes;
}
