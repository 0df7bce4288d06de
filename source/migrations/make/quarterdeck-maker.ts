import type {App} from '../../project/apps/app-registry.ts';
import {type Dialect, dialectOf} from '../../project/database/dialect.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import type {AppChanges} from '../detect/autodetector.ts';
import {slugFrom} from '../files/slug.ts';
import {type MigrationGraph, refuseBroken} from '../graph/graph.ts';
import {loadGraph} from '../graph/state.ts';
import {cachingQuestioner} from '../questions/questioner.ts';
import {readSnapshot} from '../schema/snapshot.ts';
import {withoutCycles} from './break-cycles.ts';
import {combineDialects, type DialectChanges} from './combine-dialects.ts';
import {migrationsOf, verifyOrder} from './dependencies.ts';
import {asBackfills, withFills} from './fills.ts';
import {changesOf, type MakeOptions, type Maker} from './maker.ts';
import {onOtherDialect, otherDialects, verifyDriversAreInstalled} from './other-dialects.ts';
import {splitOnline} from './split-online.ts';
import {type NewMigration, numbered} from './writer.ts';

/** Numbered migrations in each app, with a snapshot of the schema for each kind of database. */
export function quarterdeckMaker(project: Project): Maker {
	const driver = dialectOf(project);
	const maker: Maker = {
		async schemaAfter(app, orm, graph) {
			const snapshot = readSnapshot(app, orm.driverName, graph);
			const replaced = app.replacedTable;
			return {...snapshot, tables: snapshot.tables.filter(({name}) => name !== replaced)};
		},
		async make(open, graph, options) {
			const questioner = cachingQuestioner(options.questioner);
			const changes = await changesOnEach(maker, project, open, graph, {...options, questioner});
			const whole = migrationsOf(combineDialects(changes), graph, options.name);
			const made = options.online
				? await splitOnline(whole, driver, ({app}) => readSnapshot(app, driver, graph))
				: whole;
			verifyOrder(project, graph, made);
			return asBackfills(made);
		},
		async makeEmpty(graph, {apps, name = 'auto', dialects}) {
			return apps.map(app => emptyMigration(app, name, graph, driver, dialects));
		},
	};
	return maker;
}

/** The changes on the project's own kind of database first, then on the others. */
async function changesOnEach(
	maker: Maker,
	project: Project,
	open: OpenOrm,
	graph: MigrationGraph,
	options: MakeOptions,
): Promise<DialectChanges[]> {
	const changesOn = async (apps: App[], project: Project, open: OpenOrm) => {
		const driver = dialectOf(project);
		const changes = await changesOf(maker, project, open, graph, {...options, apps});
		const before = (app: App) => readSnapshot(app, driver, graph);
		const ordered = withoutCycles(changes);
		const isAlone = ({app}: AppChanges) =>
			otherDialects(app, graph, driver, options.dialects).length === 0 &&
			ordered.filter(change => change.app === app).length === 1;
		const inBatches = async (table: string) =>
			driver !== 'sqlite' && ((await options.fillsInBatches?.(table)) ?? false);
		const steps = await Promise.all(
			ordered.map(change => (isAlone(change) ? withFills([change], inBatches) : [change])),
		);
		return {driver, apps, changes: steps.flat(), before};
	};
	const driver = dialectOf(project);
	const others = new Map<Dialect, App[]>();
	for (const app of options.apps) {
		for (const other of otherDialects(app, graph, driver, options.dialects))
			others.set(other, [...(others.get(other) ?? []), app]);
	}
	verifyDriversAreInstalled(project, [...others.keys()]);
	const found = [await changesOn(options.apps, project, open)];
	for (const [other, apps] of others) {
		const work = changesOn.bind(undefined, apps);
		found.push(await onOtherDialect(project, other, open.entities, work));
	}
	return found;
}

/** A migration that joins the leaves of each app that has several. */
export async function mergeMigrations(
	project: Project,
	apps: App[],
	name?: string,
): Promise<NewMigration[]> {
	const graph = await loadGraph(project);
	refuseBroken(graph.order);
	return graph.conflicts().flatMap(({app: label, leaves}) => {
		const app = apps.find(candidate => candidate.label === label);
		if (!app) return [];
		const slug = name ?? slugFrom(`merge_${leaves.join('_')}`);
		const driver = dialectOf(project);
		return [emptyMigration(app, slug, graph, driver)];
	});
}

/** A migration without a statement, after the app's leaves. */
function emptyMigration(
	app: App,
	slug: string,
	graph: MigrationGraph,
	own: Dialect,
	dialects?: Dialect[],
): NewMigration {
	const emptyOn = (driver: Dialect) => {
		return {driver, up: [], down: [], snapshot: readSnapshot(app, driver, graph)};
	};
	return {
		app,
		name: numbered(slug, app, graph),
		dependencies: graph.ends(app.label).map(({id}) => id),
		operations: [],
		...emptyOn(own),
		others: otherDialects(app, graph, own, dialects).map(emptyOn),
	};
}
