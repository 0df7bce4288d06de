import type {App} from '../../project/apps/app-registry.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import {type MikroOrm, overMikroOrm} from '../engine/mikro-orm.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {loadMigrations} from '../graph/state.ts';
import {makerOf} from '../make/new-migrations.ts';
import type {Applied} from '../record/recorder.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import {handWritten} from './raw-sql.ts';
import {dropSameExpressions} from './stored-expressions.ts';
import {driftOfTable, type TableDrift} from './table-drift.ts';

export interface DriftReport {
	/** What differs, one sentence each; of an app, or of no app where no migration knows the table. */
	drift: {app: string | null; table: string; text: string}[];
	/** The apps that could not be compared, and why. */
	skipped: {app: string; reason: string}[];
}

/**
 * Compares the database with the schema after each app's last migration; nothing is written.
 * @param apps those to report about; tables of no app are reported only when these are all
 * @throws CommandError `database-unreachable` is left to the caller; `snapshot`; what is wrong with the graph
 */
export async function findDrift(
	project: Project,
	open: OpenOrm,
	apps: App[] = project.apps,
): Promise<DriftReport> {
	const {graph, applied} = await loadMigrations(project);
	const skipped = apps.flatMap(({label: app}) => {
		const reason = reasonToSkip(app, graph, applied);
		return reason === undefined ? [] : [{app, reason}];
	});
	const compared = apps.filter(({label}) => !skipped.some(({app}) => app === label));
	const orm = await overMikroOrm(project, open);
	const snapshots = new Map<string, Snapshot>();
	const maker = makerOf(project);
	for (const app of compared) snapshots.set(app.label, await maker.schemaAfter(app, orm, graph));
	const everything = compared.length === project.apps.length;
	return {drift: await driftFrom(orm, graph, snapshots, everything), skipped};
}

/** Only where an app's migrations are all applied is its snapshot what the database should have. */
function reasonToSkip(app: string, graph: MigrationGraph, applied: Applied): string | undefined {
	if (graph.leaves(app).length > 1) return 'its migrations are in conflict';
	const pending = graph.of(app).filter(({id}) => !applied.has(id)).length;
	return pending === 0 ? undefined : `${pending} of its migrations are not applied`;
}

/**
 * The same for schemas that are given.
 * @param everything whether tables of no app are looked at
 */
export async function driftFrom(
	orm: MikroOrm,
	graph: MigrationGraph,
	snapshots: Map<string, Snapshot>,
	everything: boolean,
): Promise<DriftReport['drift']> {
	const database = await orm.introspect();
	const owners = new Map(
		[...snapshots].flatMap(([label, {tables, views}]) =>
			[...tables, ...(views as {name: string}[])].map(({name}) => [name, label] as const),
		),
	);
	const expected = await orm.expected(merge([...snapshots.values()]));
	const difference = orm.compare(database, expected);
	const byHand = handWritten(graph);
	for (const change of Object.values<any>(difference.changedTables)) {
		await dropSameExpressions(change, orm);
	}
	const found: TableDrift[] = [
		...Object.values<any>(difference.newTables).map(({name: table}) => ({
			table,
			text: `The table ${table} is not in the database.`,
		})),
		...Object.values<any>(difference.changedTables).flatMap(change =>
			driftOfTable(change, orm, byHand),
		),
		...Object.values<any>(difference.newViews).map(({name: table}) => ({
			table,
			text: `The view ${table} is not in the database.`,
		})),
		...changedViews(difference, orm),
	];
	if (everything) {
		found.push(
			...unknown('table', difference.removedTables, byHand),
			...unknown('view', difference.removedViews, byHand),
		);
	}
	return found
		.map(({table, text}) => ({app: owners.get(table) ?? null, table, text}))
		.filter(({app}) => app !== null || everything);
}

/** MySQL and MariaDB keep a view in words of their own, which cannot be had without making one. */
function changedViews({changedViews}: any, {driverName}: MikroOrm): TableDrift[] {
	if (driverName === 'mysql' || driverName === 'mariadb') return [];
	return Object.values<any>(changedViews).map(({to: {name: table}}) => ({
		table,
		text: `The view ${table} is another in the database.`,
	}));
}

function unknown(
	kind: string,
	removed: Record<string, any>,
	byHand: (name: string) => boolean,
): TableDrift[] {
	return Object.values(removed)
		.filter(({name}) => !name.startsWith('quarterdeck_') && !byHand(name))
		.map(({name: table}) => ({table, text: `The ${kind} ${table} is in no migration.`}));
}

function merge(snapshots: Snapshot[]): Snapshot {
	return {
		head: null,
		namespaces: [...new Set(snapshots.flatMap(({namespaces}) => namespaces))],
		nativeEnums: Object.assign({}, ...snapshots.map(({nativeEnums}) => nativeEnums)),
		views: snapshots.flatMap(({views}) => views),
		tables: snapshots.flatMap(({tables}) => tables),
	};
}
