import type {App} from '../../project/apps/app-registry.ts';
import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import {plural} from '../../words/plural.ts';
import {type MikroOrm, overMikroOrm} from '../engine/mikro-orm.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {loadMigrations} from '../graph/state.ts';
import {makerOf} from '../make/new-migrations.ts';
import type {Applied} from '../record/recorder.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import type {TableName} from '../schema/table-key.ts';
import {handWritten} from './raw-sql.ts';
import {differentRoutines, inOurWords} from './routines.ts';
import {namesIn} from './server-names.ts';
import {dropSameExpressions, isSameView} from './stored-expressions.ts';
import {driftOfTable, type TableDrift} from './table-drift.ts';

export interface DriftReport {
	/** One sentence for each difference; the app is null if no migration makes the table. */
	drift: {app: string | null; table: string; text: string}[];
	/** The apps that could not be compared, and why. */
	skipped: {app: string; reason: string}[];
}

/**
 * Compares the database with the schema after each app's last migration; nothing is written.
 * @param apps to report on; tables of no app are reported only if these are all apps
 * @throws CommandError `snapshot`, or what is wrong with the graph; not if the database is unreachable
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
	const named = await namesIn(orm);
	const snapshots = new Map<string, Snapshot>();
	const maker = makerOf(project);
	for (const app of compared)
		snapshots.set(app.label, named(await maker.schemaAfter(app, orm, graph)));
	const everything = compared.length === project.apps.length;
	return {drift: await driftFrom(orm, graph, snapshots, everything), skipped};
}

/** The snapshot of an app is what the database should have only if all its migrations are applied. */
function reasonToSkip(app: string, graph: MigrationGraph, applied: Applied): string | undefined {
	if (graph.leaves(app).length > 1) return 'its migrations are in conflict';
	const pending = graph.of(app).filter(({id}) => !applied.has(id)).length;
	if (pending === 0) return undefined;
	return `${plural(pending, 'migration')} ${pending === 1 ? 'is' : 'are'} not applied`;
}

/**
 * The drift from these schemas, by app.
 * @param everything whether to include tables of no app
 */
export async function driftFrom(
	orm: MikroOrm,
	graph: MigrationGraph,
	snapshots: Map<string, Snapshot>,
	everything: boolean,
): Promise<DriftReport['drift']> {
	const database = await orm.introspect();
	const owners = new Map(
		[...snapshots].flatMap(([label, {tables, views, routines = []}]) =>
			[...tables, ...views, ...routines].map(one => [orm.shortName(one), label] as const),
		),
	);
	const merged = merge([...snapshots.values()]);
	const expected = await orm.expected(merged);
	if (merged.routines) await orm.introspectRoutines(database);
	await inOurWords(database, expected, orm);
	const difference = orm.compare(database, expected);
	const otherRoutines = await differentRoutines(expected.getRoutines?.() ?? [], difference, orm);
	const byHand = handWritten(graph);
	const changed = Object.values<any>(difference.changedTables);
	for (const change of changed) await dropSameExpressions(change, orm);
	const sentences = (
		tables: Record<string, any> | TableName[],
		textOf: (table: string) => string,
	) =>
		Object.values<TableName>(tables).map(one => {
			const table = orm.shortName(one);
			return {table, text: textOf(table)};
		});
	const found: TableDrift[] = [
		...sentences(difference.newTables, name => `The table ${name} is not in the database.`),
		...changed.flatMap(change => driftOfTable(change, orm, byHand)),
		...sentences(difference.newViews, name => `The view ${name} is not in the database.`),
		...sentences(
			await differentViews(difference, orm),
			name => `The view ${name} is different in the database.`,
		),
	];
	const routines = [
		...sentences(difference.newRoutines, name => `The routine ${name} is not in the database.`),
		...sentences(otherRoutines, name => `The routine ${name} is different in the database.`),
	];
	const isOfNoMigration = ({name}: TableName) => !name.startsWith('quarterdeck_') && !byHand(name);
	const strangers = (tables: Record<string, TableName>) =>
		Object.values<TableName>(tables).filter(isOfNoMigration);
	const ofNoApp = [
		...sentences(
			strangers(difference.removedTables),
			name => `The table ${name} is in no migration.`,
		),
		...sentences(
			strangers(difference.removedViews),
			name => `The view ${name} is in no migration.`,
		),
		...sentences(
			strangers(difference.removedRoutines),
			name => `The routine ${name} is in no migration.`,
		),
	];
	return [...found, ...routines, ...ofNoApp]
		.map(({table, text}) => ({app: owners.get(table) ?? null, table, text}))
		.filter(({app}) => app !== null || everything);
}

/** MySQL and MariaDB rewrite the text of a view, so that it cannot be compared. */
async function differentViews({changedViews}: any, orm: MikroOrm): Promise<TableName[]> {
	if (isMysqlFamily(orm.driverName)) return [];
	const different: TableName[] = [];
	for (const {from, to} of Object.values<any>(changedViews)) {
		const isOfSameKind = Boolean(from.materialized) === Boolean(to.materialized);
		if (!isOfSameKind || !(await isSameView(to, orm))) different.push(to);
	}
	return different;
}

function merge(snapshots: Snapshot[]): Snapshot {
	const routines = snapshots.flatMap(({routines = []}) => routines);
	return {
		head: null,
		namespaces: [...new Set(snapshots.flatMap(({namespaces}) => namespaces))],
		nativeEnums: Object.assign({}, ...snapshots.map(({nativeEnums}) => nativeEnums)),
		views: snapshots.flatMap(({views}) => views),
		...(routines.length > 0 && {routines}),
		tables: snapshots.flatMap(({tables}) => tables),
	};
}
