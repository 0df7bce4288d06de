import type {App} from '../../project/apps/app-registry.ts';
import {replacedTable} from '../../project/apps/user-entity.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import type {Driver} from '../../project/settings/settings.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {cachingQuestioner} from '../questions/caching-questioner.ts';
import {readSnapshot, type Snapshot} from '../schema/snapshot.ts';
import {withoutCycles} from './break-cycles.ts';
import {type DialectChanges, together} from './combine-dialects.ts';
import {placed, verifyOrder} from './dependencies.ts';
import {emptyMigration} from './empty-migrations.ts';
import {changesOf, type EmptyOptions, type MakeOptions, type Maker} from './maker.ts';
import {onOtherDialect, otherDialects, verifyDriversAreInstalled} from './other-dialects.ts';
import {type NewMigration, numbered} from './writer.ts';

/** Numbered migrations in each app, with a snapshot of the schema for each kind of database. */
export class QuarterdeckMaker implements Maker {
	readonly #project: Project;

	constructor(project: Project) {
		this.#project = project;
	}

	async schemaAfter(app: App, orm: MikroOrm, graph: MigrationGraph): Promise<Snapshot> {
		const snapshot = readSnapshot(app, orm.driverName, graph);
		const replaced = replacedTable(this.#project, app);
		return {...snapshot, tables: snapshot.tables.filter(({name}) => name !== replaced)};
	}

	async make(open: OpenOrm, graph: MigrationGraph, options: MakeOptions): Promise<NewMigration[]> {
		const questioner = cachingQuestioner(options.questioner);
		const changes = await this.#changesOnEach(open, graph, {...options, questioner});
		const made = placed(together(changes), graph, options.name);
		verifyOrder(this.#project, graph, made);
		return made;
	}

	async makeEmpty(
		graph: MigrationGraph,
		{apps, name = 'auto', dialects}: EmptyOptions,
	): Promise<NewMigration[]> {
		const {driver} = this.#project.settings.database;
		return apps.map(app =>
			emptyMigration(app, numbered(name, app, graph), graph, driver, dialects),
		);
	}

	/** The changes on the project's own kind of database first, then on the others. */
	async #changesOnEach(
		open: OpenOrm,
		graph: MigrationGraph,
		options: MakeOptions,
	): Promise<DialectChanges[]> {
		const project = this.#project;
		const own = project.settings.database.driver;
		const appsBy = new Map<Driver, App[]>();
		for (const app of options.apps) {
			for (const driver of otherDialects(app, graph, own, options.dialects))
				appsBy.set(driver, [...(appsBy.get(driver) ?? []), app]);
		}
		verifyDriversAreInstalled(project, [...appsBy.keys()]);
		const found = [await this.#changesOn(project, open, graph, options)];
		for (const [driver, apps] of appsBy) {
			const work = (other: Project, over: OpenOrm) =>
				this.#changesOn(other, over, graph, {...options, apps});
			found.push(await onOtherDialect(project, driver, open.entities, work));
		}
		return found;
	}

	async #changesOn(
		project: Project,
		open: OpenOrm,
		graph: MigrationGraph,
		options: MakeOptions,
	): Promise<DialectChanges> {
		const {driver} = project.settings.database;
		return {
			driver,
			apps: options.apps,
			changes: withoutCycles(await changesOf(this, project, open, graph, options)),
			before: app => readSnapshot(app, driver, graph),
		};
	}
}
