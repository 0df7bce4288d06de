import {CommandError} from '../../errors/command-error.ts';
import type {App} from '../../project/apps/app-registry.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import type {Driver} from '../../project/settings/settings.ts';
import {type AppChanges, detectChanges} from '../detect/autodetector.ts';
import {overMikroOrm} from '../engine/mikro-orm.ts';
import {type MigrationGraph, refuseConflicts} from '../graph/graph.ts';
import {loadGraph} from '../graph/state.ts';
import {AskingOnce} from '../questions/caching-questioner.ts';
import type {Questioner} from '../questions/questioner.ts';
import {readSnapshot} from '../schema/snapshot.ts';
import {withoutCircles} from './break-cycles.ts';
import {type DialectChanges, together} from './combine-dialects.ts';
import {placed, verifyOrder} from './dependencies.ts';
import {onOtherDialect, otherDialects, verifyDriversAreInstalled} from './other-dialects.ts';
import {plainMigrations} from './plain-make.ts';
import {readPlainSnapshot} from './plain-snapshot.ts';
import type {NewMigration} from './writer.ts';

export interface MakeOptions {
	/** The apps to look at. */
	apps: App[];
	questioner: Questioner;
	/** What stands behind the number, in place of what the operations suggest. */
	name?: string;
	/** Kinds of database to write SQL for, besides the project's own and those that have snapshots. */
	dialects?: Driver[];
}

/**
 * A migration for each app whose entities have changed; nothing is written.
 * @throws CommandError `migration-conflict`, `snapshot`, or a circle of dependencies
 */
export async function newMigrations(
	project: Project,
	open: OpenOrm,
	options: MakeOptions,
): Promise<NewMigration[]> {
	const {apps, name} = options;
	const graph = await loadGraph(project);
	refuseConflicts(graph);
	if (project.kind === 'mikro-orm') {
		refuseDialects(options.dialects);
		const changes = await changesOf(project, open, apps, graph, options.questioner);
		return plainMigrations(project, open, changes, graph, name);
	}
	const questioner = new AskingOnce(options.questioner);
	const changes = await changesOnEach(project, open, graph, {...options, questioner});
	const made = placed(together(changes), graph, name);
	verifyOrder(project, graph, made);
	return made;
}

/** The changes on the project's own kind of database first, then on the others. */
async function changesOnEach(
	project: Project,
	open: OpenOrm,
	graph: MigrationGraph,
	{apps, questioner, dialects}: MakeOptions,
): Promise<DialectChanges[]> {
	const own = project.settings.database.driver;
	const wanted = Map.groupBy(
		apps.flatMap(app => otherDialects(app, graph, own, dialects).map(driver => ({driver, app}))),
		({driver}) => driver,
	);
	verifyDriversAreInstalled(project, [...wanted.keys()]);
	const found = [await changesOn(project, open, apps, graph, questioner)];
	for (const [driver, pairs] of wanted) {
		const theirs = pairs.map(({app}) => app);
		const work = (other: Project, over: OpenOrm) =>
			changesOn(other, over, theirs, graph, questioner);
		found.push(await onOtherDialect(project, driver, open.entities, work));
	}
	return found;
}

async function changesOn(
	project: Project,
	open: OpenOrm,
	apps: App[],
	graph: MigrationGraph,
	questioner: Questioner,
): Promise<DialectChanges> {
	const {driver} = project.settings.database;
	return {
		driver,
		apps,
		changes: withoutCircles(await changesOf(project, open, apps, graph, questioner)),
		before: app => readSnapshot(app, driver, graph),
	};
}

/** What has changed in each of the apps; those without a change are left out. */
export async function changesOf(
	project: Project,
	open: OpenOrm,
	apps: App[],
	graph: MigrationGraph,
	questioner: Questioner,
): Promise<AppChanges[]> {
	const orm = await overMikroOrm(project, open);
	const changes: AppChanges[] = [];
	for (const app of apps) {
		const before =
			project.kind === 'mikro-orm'
				? await readPlainSnapshot(project, orm, graph)
				: readSnapshot(app, orm.driverName, graph);
		const change = await detectChanges(app, before, orm, questioner);
		if (change) changes.push(change);
	}
	return changes;
}

/** What MikroORM writes is for the database of its config. */
function refuseDialects(dialects: Driver[] = []): void {
	if (dialects.length === 0) return;
	throw new CommandError("A plain MikroORM project's migrations are of one database.", {
		code: 'plain-project',
		hint: 'Leave --dialect out.',
	});
}

/** @throws CommandError `migration-name`, in the sense of Django */
export function verifyName(name: string): void {
	if (/^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name)) return;
	throw new CommandError('The migration name must be a valid identifier.', {
		code: 'migration-name',
		hint: 'Use letters, digits and underscores, and no digit in front.',
	});
}
