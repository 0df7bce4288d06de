/**
 * The one door to MikroORM's internals (7.2): schema objects, the comparator, SQL generation. The
 * project's own copy is used; types of what is tagged internal there are `any` here.
 */

import {CommandError} from '../errors.ts';
import type {App} from '../project/app-registry.ts';
import {importFromProject, importSource} from '../project/import-source.ts';
import type {Project} from '../project/open.ts';
import type {OpenOrm} from '../project/orm.ts';
import type {Driver} from '../project/settings.ts';
import {safeSqliteHelper} from './dialects/sqlite-rebuild.ts';
import type {Engine} from './engine.ts';
import {writingSql} from './impossible-entities.ts';
import {LiteralMigration, literalOf} from './literal.ts';
import type {MigrationFile} from './loader.ts';
import {metadataOf, ownersOf, propertiesByColumn, quoteDefaults} from './metadata.ts';
import {tableFrom} from './schema-table.ts';
import {emptySnapshot, type Snapshot, type TableSnapshot} from './snapshot.ts';
import {statementsOf} from './statements.ts';

/** What must change between two schemas: `newTables`, `changedTables`, `removedTables` and more. */
export type SchemaDifference = any;

/** Good for one round of SQL generation: MikroORM changes the target schema while it writes SQL. */
export async function overMikroOrm(project: Project, open: OpenOrm): Promise<MikroOrm> {
	const library = await importFromProject(
		`@mikro-orm/${project.settings.database.driver}`,
		project.root,
	);
	return new MikroOrm(project, open, library);
}

export class MikroOrm implements Engine {
	readonly driverName: Driver;
	readonly driver: any;
	readonly connection: any;
	readonly platform: any;
	readonly #library: any;
	readonly #orm: any;
	readonly #project: Project;
	/** Which app a table belongs to, by the table's name. */
	readonly #owners: Map<string, string>;
	/** The entities by their tables. */
	readonly #metadata: Map<string, any>;
	#target: any;
	#targetJson: any;
	/** Those of the target as data, by `keyOf`. */
	#tables = new Map<string, any>();

	constructor(project: Project, {orm, entities}: OpenOrm, library: any) {
		this.#library = library;
		this.#orm = orm;
		this.#project = project;
		this.driverName = project.settings.database.driver;
		this.driver = (orm as any).driver;
		this.connection = this.driver.getConnection();
		this.platform = this.driver.getPlatform();
		this.#owners = ownersOf(orm, entities);
		// Of several entities over one table, the first.
		this.#metadata = new Map(
			metadataOf(orm)
				.map(meta => [meta.tableName, meta] as const)
				.reverse(),
		);
		if (this.driverName === 'sqlite') {
			const SafeHelper = safeSqliteHelper(library.SqliteSchemaHelper);
			// Before the schema generator is made, which keeps the helper that it finds.
			if (!(this.platform.schemaHelper instanceof SafeHelper)) {
				this.platform.schemaHelper = new SafeHelper(this.platform);
			}
		}
	}

	get databaseName(): string {
		return this.#orm.config.get('dbName');
	}

	quote(name: string): string {
		return this.platform.quoteIdentifier(name);
	}

	quoteValue(text: string): string {
		return this.platform.quoteValue(text);
	}

	/** The label of the app that a table belongs to; a schema in front of the name is ignored. */
	ownerOf(table: string): string | undefined {
		return this.#owners.get(table.split('.').pop()!);
	}

	/** The schema of the app's entities as they are now. */
	targetOf(app: App): any {
		const target = this.#fullTarget();
		const tables = target.getTables().filter((table: any) => this.#owns(app, table));
		const enums = new Set(
			tables.flatMap((table: any) =>
				table.getColumns().map((column: any) => column.nativeEnumName),
			),
		);
		const schema = new this.#library.DatabaseSchema(this.platform, target.name);
		schema.setTables(tables);
		schema.setNamespaces(new Set(target.getNamespaces()));
		schema.setNativeEnums(
			Object.fromEntries(
				Object.entries<any>(target.getNativeEnums()).filter(
					([key, {name}]) => enums.has(key) || enums.has(name),
				),
			),
		);
		schema.setViews(target.getViews().filter((view: any) => this.#owns(app, view)));
		return schema;
	}

	/** The same as plain data, with the columns in the order of the properties. */
	snapshotOf(app: App, head: string | null): Snapshot {
		const target = this.targetOf(app);
		const tables = target.getTables().map((table: any) => {
			const json = this.#tables.get(keyOf(table));
			const columns = table.getColumns().map(({name}: any) => name);
			return this.#describe(json, columns, table.getPartitioning());
		});
		return {
			head,
			namespaces: [...target.getNamespaces()],
			nativeEnums: target.getNativeEnums(),
			views: JSON.parse(JSON.stringify(target.getViews())),
			tables: tables.sort((a: TableSnapshot, b: TableSnapshot) => (a.name < b.name ? -1 : 1)),
		};
	}

	/** The schema of all entities as MikroORM's own snapshots have it. */
	get targetJson(): any {
		this.#fullTarget();
		return this.#targetJson;
	}

	/** A snapshot as MikroORM writes it, or the schema that it finds in a database, as one of ours. */
	snapshotFrom({tables, namespaces = [], nativeEnums = {}, views = []}: any): Snapshot {
		return {
			head: null,
			namespaces,
			nativeEnums,
			views,
			tables: tables.map((json: any) => this.#describe(json, Object.keys(json.columns))),
		};
	}

	/** The text of a migration as MikroORM's own generator, or the project's, writes it. */
	async sourceOf(timestamp: string, name: string | undefined, up: string[], down: string[]) {
		const {all} = this.#project.mikroOrm!.migrations;
		const library = await importFromProject('@mikro-orm/migrations', this.#project.root);
		const Generator =
			all.generator ??
			(all.emit === 'ts' ? library.TSMigrationGenerator : library.JSMigrationGenerator);
		const naming = this.#orm.config.getNamingStrategy();
		const generator = new Generator(this.driver, naming, all);
		const className = naming.classToMigrationName(timestamp, name);
		return generator.generateMigrationFile(className, {up, down}) as string | Promise<string>;
	}

	/** A schema object from plain data. */
	schemaFrom({tables, namespaces, nativeEnums, views}: Snapshot): any {
		const schema = new this.#library.DatabaseSchema(this.platform, this.#orm.config.get('schema'));
		schema.setTables(
			tables.map(table => tableFrom(table, nativeEnums, this.#library, this.platform)),
		);
		schema.setNamespaces(new Set(namespaces));
		schema.setNativeEnums(nativeEnums);
		schema.setViews(views);
		return schema;
	}

	compare(from: any, to: any, inverse?: SchemaDifference): SchemaDifference {
		return new this.#library.SchemaComparator(this.platform).compare(from, to, inverse);
	}

	/** The schema of the database as it is, without the recorder's table. */
	async introspect(connection = this.connection): Promise<any> {
		const {config} = this.#orm;
		const {skipTables, skipViews} = config.get('schemaGenerator') ?? {};
		return this.#library.DatabaseSchema.create(
			connection,
			this.platform,
			config,
			undefined,
			this.#fullTarget().getNamespaces(),
			undefined,
			skipTables,
			skipViews,
		);
	}

	/**
	 * The schema that `introspect` would find if the database were made anew. SQLite is read from the
	 * text of its tables, which MikroORM understands in part: there an empty database is made and read
	 * in the same way, so that what is not understood is the same on both sides.
	 */
	async expected(snapshot: Snapshot): Promise<any> {
		if (this.driverName !== 'sqlite') return this.schemaFrom(snapshot);
		const {MikroORM} = this.#library;
		const options = {dbName: ':memory:', entities: [], discovery: {warnWhenNoEntities: false}};
		const empty = await MikroORM.init(options);
		try {
			const connection = empty.em.getConnection();
			const none = this.schemaFrom(emptySnapshot());
			for (const sql of this.sqlOf(this.compare(none, this.schemaFrom(snapshot)))) {
				await connection.execute(sql);
			}
			return await this.introspect(connection);
		} finally {
			await empty.close(true);
		}
	}

	/**
	 * The statements that make the difference, each with its semicolon.
	 * @throws CommandError `entities` when this kind of database cannot have it
	 */
	sqlOf(difference: SchemaDifference): string[] {
		const {safe = false, dropTables = true} = this.#project.mikroOrm?.migrations.all ?? {};
		const sql: string = writingSql(this.driverName, () =>
			this.#orm.schema.diffToSQL(difference, {wrap: false, safe, dropTables}),
		);
		return statementsOf(sql, this.driverName === 'mysql' || this.driverName === 'mariadb');
	}

	/** A column's type as this database writes it: `varchar(20)`. */
	typeOf({type, length, precision, scale}: any): string {
		return this.platform.normalizeColumnType(type ?? '', {length, precision, scale});
	}

	indexName(table: string, columns: string[], kind: 'foreign' | 'index' | 'unique'): string {
		return this.platform.getIndexName(table, columns, kind);
	}

	/** Makes the recorder's table as MikroORM does, if it is not there. */
	async ensureRecorderTable(tableName: string, transaction?: unknown): Promise<void> {
		const {MigrationStorage} = await importFromProject('@mikro-orm/migrations', this.#project.root);
		const storage = new MigrationStorage(this.driver, {tableName});
		storage.setMasterMigration(transaction);
		await storage.ensureTable();
	}

	/**
	 * @param driver another than the ORM's own, to see what the migration would do with it
	 * @throws CommandError when the file cannot be imported or has no migration in it
	 */
	async instantiate(file: MigrationFile, driver: unknown = this.driver): Promise<any> {
		const literal = literalOf(file);
		if (literal) return this.#withOptions(new LiteralMigration(literal));
		const Migration = file.migration ?? (await this.#classOf(file));
		if (isClass(Migration)) return this.#withOptions(new Migration(driver, this.#orm.config));
		throw new CommandError(`${file.id} exports no migration.`, {
			code: 'no-migration',
			hint: 'Its default export must be a class that extends Migration.',
			file: file.path,
		});
	}

	/** A statement as text: a migration may add query builders and raw fragments, too. */
	textOf(query: any): string {
		if (typeof query === 'string') return query;
		const {sql, params} = query.toRaw?.() ?? query.toSQL?.() ?? query;
		return this.platform.formatQuery(sql, params ?? []);
	}

	/** CommonJS has everything within the default export. */
	async #classOf({path}: MigrationFile): Promise<unknown> {
		const exported: any = await importSource(path, this.#project.root);
		return [exported, exported.default ?? {}]
			.flatMap(within => Object.values(within))
			.find(isClass);
	}

	/** On SQLite a transaction is safe for all: foreign keys are off before it begins. */
	#withOptions(migration: any): any {
		const wantsNone = this.#project.mikroOrm?.migrations.transactional === false;
		if (wantsNone && this.driverName !== 'sqlite') migration.isTransactional = () => false;
		return migration;
	}

	#fullTarget(): any {
		if (!this.#target) {
			quoteDefaults(metadataOf(this.#orm));
			this.#target = writingSql(this.driverName, () => this.#orm.schema.getTargetSchema());
			this.#targetJson = JSON.parse(JSON.stringify(this.#target));
			this.#tables = new Map(this.#targetJson.tables.map((json: any) => [keyOf(json), json]));
		}
		return this.#target;
	}

	/** What belongs to no app's entities belongs to the first app that the project owns. */
	#owns(app: App, {name}: {name: string}): boolean {
		const first = this.#project.apps.find(({own}) => own)?.label;
		return (this.#owners.get(name) ?? first) === app.label;
	}

	/** @param partitioning is no part of MikroORM's own data */
	#describe(table: any, names: string[], partitioning?: any): TableSnapshot {
		const meta = this.#metadata.get(table.name);
		const properties = propertiesByColumn(meta);
		const columns = names.map(name => {
			const {name: _, ...column} = table.columns[name];
			const property = properties.get(name);
			return [
				name,
				{name, ...(property !== undefined && property !== name && {property}), ...column},
			];
		});
		return {
			name: table.name,
			entity: meta && !meta.pivotTable ? meta.className : table.name,
			schema: table.schema,
			comment: table.comment,
			columns: Object.fromEntries(columns),
			indexes: table.indexes ?? [],
			checks: table.checks ?? [],
			triggers: table.triggers ?? [],
			foreignKeys: table.foreignKeys ?? {},
			policies: table.policies,
			rlsEnabled: table.rlsEnabled,
			rlsForced: table.rlsForced,
			partitioning,
		};
	}
}

function keyOf({schema, name}: {schema?: string; name: string}): string {
	return JSON.stringify([schema, name]);
}

function isClass(value: unknown): value is new (driver: unknown, config: unknown) => any {
	return typeof value === 'function';
}
