import {metadataOf} from '../../mikro-orm/metadata.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {dialectOf, isMysqlFamily} from '../../project/database/dialect.ts';
import type {SqliteIdentity} from '../../project/database/sqlite-identity.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import type {MigrationFile} from '../files/loader.ts';
import {statementsOf} from '../files/statements.ts';
import {withAllParts} from '../mikro-orm/capabilities.ts';
import {Target} from '../mikro-orm/entity-schema.ts';
import {type Internals, internalsOf} from '../mikro-orm/internals.ts';
import {abandon} from '../mikro-orm/lost-transaction.ts';
import {entitiesByTable} from '../mikro-orm/metadata.ts';
import {ensureRecorderTable, instantiate, sourceOf} from '../mikro-orm/migrations.ts';
import {keysApart, temporaryTable} from '../mikro-orm/mysql.ts';
import {newKeysLast} from '../mikro-orm/new-keys.ts';
import {schemaFrom, tellingSchemasApart, withoutGuesses} from '../mikro-orm/schema.ts';
import {createTableOfSix} from '../mikro-orm/six.ts';
import {tableSnapshot} from '../mikro-orm/table-snapshot.ts';
import {addUnseen} from '../mikro-orm/unseen-changes.ts';
import {writingSql} from '../mikro-orm/unsupported-entities.ts';
import {backfillTable} from '../record/backfill-table.ts';
import {notesTable} from '../record/notes-table.ts';
import {emptySnapshot, type Snapshot} from '../schema/snapshot.ts';
import type {TableName} from '../schema/table-key.ts';
import type {Engine} from './engine.ts';

/** What must change between two schemas: `newTables`, `changedTables`, `removedTables` and more. */
export type SchemaDifference = any;

export async function overMikroOrm(project: Project, open: OpenOrm): Promise<MikroOrm> {
	const internals = await internalsOf(project, open.orm);
	return new MikroOrm(internals, new Target(internals, open.entities));
}

/**
 * The one door to MikroORM's internals: schema objects, the comparator, SQL generation. Good for one
 * round of SQL generation: MikroORM changes the target schema while it writes SQL.
 */
export class MikroOrm implements Engine {
	readonly driverName: Dialect;
	readonly driver: any;
	readonly connection: any;
	readonly target: Target;
	/** False on MikroORM 6: its comparator and its SQL are not safe enough to make migrations with. */
	readonly makesMigrations: boolean;
	identity?: SqliteIdentity;
	readonly #internals: Internals;

	constructor(internals: Internals, target: Target) {
		this.driverName = dialectOf(internals.project);
		this.driver = internals.driver;
		this.connection = internals.connection;
		this.makesMigrations = !internals.isSix;
		this.#internals = internals;
		this.target = target;
	}

	/** Whether functions and procedures are made, and never changed. */
	get ignoresRoutines(): boolean {
		return this.#internals.config.get('schemaGenerator')?.ignoreRoutines === true;
	}

	quote(name: string): string {
		return this.#internals.platform.quoteIdentifier(name);
	}

	quoteText(text: string): string {
		return this.#internals.platform.quoteValue(text);
	}

	/** The schema of entities that name none. */
	get usualSchema(): string | undefined {
		return this.#internals.config.get('schema');
	}

	/** A new one, whose statements are in the transaction if there is one. */
	entityManager(transaction?: unknown): any {
		const em = this.#internals.orm.em.fork();
		if (transaction) em.setTransactionContext(transaction);
		return em;
	}

	/** MikroORM's metadata of an entity. @param entity its class or schema, or its name */
	metadataOf(entity: unknown): any {
		const all = metadataOf(this.#internals.orm);
		const {meta, name = entity}: any = entity;
		const own = all.find(one => one.class === entity || one.class === meta?.class);
		return own ?? all.find(({className}) => className === (meta?.className ?? name));
	}

	/** `archive.book`; without its schema where that is the usual one. */
	shortName({schema, name}: TableName): string {
		const isUsual = !schema || schema === this.#internals.platform.getDefaultSchemaName();
		return isUsual ? name : `${schema}.${name}`;
	}

	quoteTable(table: TableName): string {
		return this.quote(this.shortName(table));
	}

	/** A column's type as this database writes it: `varchar(20)`. */
	typeOf({type, length, precision, scale}: any): string {
		const sizes = {length, precision, scale};
		return this.#internals.platform.normalizeColumnType(type ?? '', sizes);
	}

	indexName(table: string, columns: string[], kind: 'foreign' | 'index' | 'unique'): string {
		return this.#internals.platform.getIndexName(table, columns, kind);
	}

	/** A statement as text: a migration may add query builders and raw fragments, too. */
	textOf(query: any): string {
		if (typeof query === 'string') return query;
		// Knex, in MikroORM 6, says bindings.
		const {sql, params, bindings = params} = query.toRaw?.() ?? query.toSQL?.() ?? query;
		return this.#internals.platform.formatQuery(sql, bindings ?? []);
	}

	/** A snapshot as MikroORM writes it, or the schema that it finds in a database, as one of ours. */
	snapshotFrom({tables, namespaces = [], nativeEnums = {}, views = []}: any): Snapshot {
		const entities = entitiesByTable(this.#internals.orm);
		const ours = tables.map((table: any) => {
			// SQLite has no comments of tables that could be read, nor do MikroORM's snapshots for it.
			const comment =
				this.driverName === 'sqlite' ? entities.get(table.name)?.comment : table.comment;
			return tableSnapshot({...table, comment}, Object.keys(table.columns), entities);
		});
		return {head: null, namespaces, nativeEnums, views, tables: ours};
	}

	/** A schema object from plain data. */
	schemaFrom(snapshot: Snapshot): any {
		return schemaFrom(this.#internals, snapshot);
	}

	/**
	 * For a schema in the database's own words, which are not those that it was told. A renamed column
	 * counts as removed and added.
	 */
	compare(from: any, to: any): SchemaDifference {
		const {library, platform} = this.#internals;
		const [here, there] = [from, to].map(schema => tellingSchemasApart(this.#internals, schema));
		const difference = new library.SchemaComparator(platform).compare(here, there);
		return withoutGuesses(withAllParts(difference));
	}

	/** For two schemas in the project's own words: whatever differs in them is in the difference. */
	compareExactly(from: any, to: any): SchemaDifference {
		return addUnseen(this.#internals, this.compare(from, to), from, to);
	}

	/**
	 * The statements that make the difference, each with its semicolon.
	 * @throws CommandError `entities` when this kind of database cannot have it
	 */
	sqlOf(difference: SchemaDifference): string[] {
		const {orm, project} = this.#internals;
		const {safe, dropTables} = project.migrations;
		const options = {wrap: false, safe, dropTables};
		const isMysql = isMysqlFamily(this.driverName);
		return writingSql(this.driverName, () => {
			const {drop, rest, add} = isMysql
				? keysApart(this.#internals, difference)
				: {drop: [], rest: difference, add: []};
			const sql = newKeysLast(this.#internals, rest, () =>
				statementsOf(orm.schema.diffToSQL(rest, options), isMysql),
			);
			return [...drop, ...sql, ...add];
		});
	}

	/** The schema of the database as it is, without the recorder's table and that of running commands. */
	introspect(connection = this.connection): Promise<any> {
		const {library, platform, config} = this.#internals;
		const {skipTables = [], skipViews} = config.get('schemaGenerator') ?? {};
		return library.DatabaseSchema.create(
			...[connection, platform, config, undefined, this.target.namespaces],
			...[undefined, [...skipTables, notesTable, backfillTable], skipViews],
		);
	}

	/** Adds the functions and procedures that are in the database to its schema. */
	async introspectRoutines(schema: any): Promise<void> {
		const {connection, platform} = this.#internals;
		await schema.loadRoutines?.(connection, platform, [...this.target.namespaces]);
	}

	/**
	 * The schema that `introspect` would find in a new database. MikroORM understands the text of SQLite's
	 * tables in part only, so there a new database is created and read in the same way.
	 */
	async expected(snapshot: Snapshot): Promise<any> {
		const schema = this.schemaFrom(snapshot);
		if (this.driverName !== 'sqlite') return schema;
		const {isSix, library, platform, config} = this.#internals;
		const sql = isSix
			? schema.getTables().flatMap((table: any) => createTableOfSix(platform, table))
			: this.sqlOf(this.compare(this.schemaFrom(emptySnapshot()), schema));
		const orm = await library.MikroORM.init({
			...{dbName: ':memory:', entities: [], discovery: {warnWhenNoEntities: false}},
			...{driver: config.get('driver'), logger: () => {}},
		});
		try {
			const connection = orm.em.getConnection();
			for (const statement of sql) await connection.execute(statement);
			return await this.introspect(connection);
		} finally {
			await orm.close(true);
		}
	}

	/** The statements that make a table's columns, indexes and checks in a temporary table. */
	temporaryTable(table: any, name: string): string[] {
		return temporaryTable(this.#internals, table, name);
	}

	/** The statements that make a trigger on a temporary table of PostgreSQL, and its function. */
	temporaryTrigger(trigger: any, table: string): string {
		const {library, platform} = this.#internals;
		const temporary = new library.DatabaseTable(platform, table, 'pg_temp');
		return platform.getSchemaHelper().createTrigger(temporary, trigger);
	}

	/** The statement that makes a function or procedure as a temporary one of PostgreSQL. */
	temporaryRoutine(routine: any): string {
		return this.#internals.platform
			.getSchemaHelper()
			.createRoutine({...routine, schema: 'pg_temp'});
	}

	/** The body of a function or procedure as the statement that makes it has it. */
	routineBody({body}: any): string {
		return this.#internals.platform.getSchemaHelper().wrapRoutineBody(body ?? '');
	}

	instantiate(file: MigrationFile): Promise<any> {
		return instantiate(this.#internals, file);
	}

	/** The text of a migration as MikroORM's own generator, or the project's, writes it. */
	sourceOf(
		options: Record<string, any>,
		timestamp: string,
		name: string | undefined,
		statements: {up: string[]; down: string[]},
		folder: string,
	) {
		return sourceOf(this.#internals, options, timestamp, name, statements, folder);
	}

	abandon(transaction: unknown): Promise<void> {
		return abandon(transaction);
	}

	ensureRecorderTable(table: string, transaction?: unknown): Promise<void> {
		return ensureRecorderTable(this.#internals, table, transaction);
	}
}
