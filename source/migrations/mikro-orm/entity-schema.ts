import {metadataOf} from '../../mikro-orm/metadata.ts';
import type {App} from '../../project/apps/app-registry.ts';
import {dialectOf, isMysqlFamily} from '../../project/database/dialect.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Snapshot, ViewSnapshot} from '../schema/snapshot.ts';
import {type TableName, tableKey} from '../schema/table-key.ts';
import type {Internals} from './internals.ts';
import {entitiesByTable, ownersOf, quoteTexts} from './metadata.ts';
import {tableSnapshot} from './table-snapshot.ts';
import {writingSql} from './unsupported-entities.ts';

interface Whole {
	schema: any;
	/** As data from before any SQL was written: MikroORM changes the schema meanwhile. */
	json: any;
	/** Data of the tables, by their keys. */
	tables: Map<string, any>;
}

/** The schema of the entities as they are now: of all, and what an app has of it. */
export class Target {
	readonly #internals: Internals;
	/** Which app a table belongs to, by the table's key. */
	readonly #owners: Map<string, string>;
	#read: Whole | undefined;

	constructor(internals: Internals, entities: OpenOrm['entities']) {
		this.#internals = internals;
		this.#owners = ownersOf(internals.orm, entities);
	}

	/** As MikroORM's own snapshots have it. */
	get json(): any {
		return this.#whole.json;
	}

	get namespaces(): any {
		return this.#whole.schema.getNamespaces();
	}

	/** The label of the app that the table of this key belongs to. */
	ownerOf(key: string): string | undefined {
		return this.#owners.get(key);
	}

	/** The schema of an app's entities. */
	of(app: App): any {
		const {library, platform} = this.#internals;
		const whole = this.#whole.schema;
		const tables = this.#tablesOf(app);
		const schema = new library.DatabaseSchema(platform, whole.name);
		schema.setTables(tables);
		schema.setNamespaces(new Set(whole.getNamespaces()));
		schema.setNativeEnums(this.#enumsOfApp(app));
		schema.setViews(whole.getViews().filter((view: any) => this.#owns(app, view)));
		for (const routine of this.#routinesOf(app)) schema.addRoutine(routine);
		return schema;
	}

	/** What `of` returns, as plain data, with the columns in the order of the properties. */
	snapshotOf(app: App, head: string | null): Snapshot {
		const target = this.of(app);
		const routines = JSON.parse(JSON.stringify(this.#routinesOf(app)));
		const entities = entitiesByTable(this.#internals.orm);
		const tables = target.getTables().map((table: any) => {
			const json = this.#whole.tables.get(tableKey(table));
			const columns = table.getColumns().map(({name}: any) => name);
			return tableSnapshot(json, columns, entities, table.getPartitioning?.());
		});
		return {
			head,
			namespaces: [...target.getNamespaces()],
			nativeEnums: target.getNativeEnums(),
			views: JSON.parse(JSON.stringify(target.getViews())),
			...(routines.length > 0 && {routines}),
			tables: tables.sort(inOrder),
		};
	}

	/** The views of the other apps. */
	viewsOfOthers(app: App): {app: string; view: ViewSnapshot}[] {
		const views: any[] = this.#whole.schema
			.getViews()
			.filter((view: any) => !this.#owns(app, view));
		return views.map(view => ({
			app: this.#owners.get(tableKey(view)) ?? this.#first!,
			view: JSON.parse(JSON.stringify(view)),
		}));
	}

	/** The labels of the other apps that have a column of an enum type. */
	othersWithEnum(app: App, key: string): string[] {
		const labels = this.#internals.project.apps.map(({label}) => label);
		return labels.filter(
			label => label !== app.label && Object.hasOwn(this.#enumsOfApp({...app, label}), key),
		);
	}

	/** They belong to no entity. MikroORM's own snapshots do not have them. */
	#routinesOf(app: App): any[] {
		const {kind} = this.#internals.project;
		const isHere = kind !== 'mikro-orm' && app.label === this.#first;
		return isHere ? (this.#whole.schema.getRoutines?.() ?? []) : [];
	}

	#tablesOf(app: App): any[] {
		return this.#whole.schema.getTables().filter((table: any) => this.#owns(app, table));
	}

	#enumsOfApp(app: App): Record<string, any> {
		return enumsOf(this.#tablesOf(app), this.#whole.schema.getNativeEnums());
	}

	/** The label of the first app that the project owns. */
	get #first(): string | undefined {
		return this.#internals.project.apps.find(({own}) => own)?.label;
	}

	get #whole(): Whole {
		this.#read ??= readWhole(this.#internals);
		return this.#read;
	}

	/** What belongs to no app's entities belongs to the first app. */
	#owns(app: App, table: TableName): boolean {
		return (this.#owners.get(tableKey(table)) ?? this.#first) === app.label;
	}
}

function readWhole({project, orm}: Internals): Whole {
	const dialect = dialectOf(project);
	quoteTexts(metadataOf(orm), isMysqlFamily(dialect));
	const schema = writingSql(dialect, () => orm.schema.getTargetSchema());
	const json = JSON.parse(JSON.stringify(schema));
	const tables = schema.getTables().map((table: any) => [tableKey(table), exactData(table)]);
	return {schema, json, tables: new Map(tables)};
}

/** MikroORM's data of a table have types in small letters, and without what SQLite ignores. */
function exactData(table: any): any {
	const {columns, ...data} = JSON.parse(JSON.stringify(table));
	for (const column of Object.values<any>(columns)) {
		const {type, autoincrement, default: value} = table.getColumn(column.name);
		if (!autoincrement) column.type = type;
		column.default = value ?? null;
	}
	return {...data, columns, comment: table.comment || null};
}

/** Those that a column of the tables has. */
function enumsOf(tables: any[], all: Record<string, any>): Record<string, any> {
	const used = new Set(
		tables.flatMap(table => table.getColumns().map((column: any) => column.nativeEnumName)),
	);
	return Object.fromEntries(
		Object.entries(all).filter(([key, {name}]) => used.has(key) || used.has(name)),
	);
}

/** By name, and those of one name by schema. */
function inOrder(a: TableName, b: TableName): number {
	const [first, second] = [a, b].map(({name, schema}) => `${name}\n${schema}`) as [string, string];
	return first < second ? -1 : 1;
}
