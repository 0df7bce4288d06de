import type {Database} from '../../../project/database/database.ts';
import {isMysqlFamily} from '../../../project/database/dialect.ts';
import {partsOfName, type QualifiedName, qualifiedName} from '../../sql/names.ts';

/** What the database says about its tables and routines. Its methods throw the database's errors. */
export class Catalog {
	readonly #database: Database | undefined;
	#tables: Promise<QualifiedName[]> | undefined;
	#routines: Promise<Set<string>> | undefined;

	constructor(database: Database | undefined) {
		this.#database = database;
	}

	/** All tables, each with its schema in PostgreSQL. */
	tables(): Promise<QualifiedName[]> {
		this.#tables ??= this.#namesBy(allTables[this.#database?.dialect ?? 'sqlite']);
		return this.#tables;
	}

	tablesIn(schema: string): Promise<QualifiedName[]> {
		return this.#namesBy(tablesOfSchema, [schema, schema]);
	}

	/**
	 * The functions and procedures that the database defines, in lower case, without those that cannot
	 * change rows.
	 */
	routines(): Promise<Set<string>> {
		this.#routines ??= (async () => {
			const sql = this.#database && routines[this.#database.dialect];
			const rows = sql ? await this.#database!.query(sql) : [];
			return new Set(rows.map(({name}) => String(name).toLowerCase()));
		})();
		return this.#routines;
	}

	/** The tables that refer to a table, directly or over others, and whose rows go with its rows. */
	async referring(table: QualifiedName, by: 'truncate' | 'delete'): Promise<QualifiedName[]> {
		const dialect = this.#database?.dialect ?? 'sqlite';
		const sql = isMysqlFamily(dialect) ? referringOfMysql : referringOfPostgresql[by];
		const found = new Set<QualifiedName>();
		// While a migration runs, SQLite enforces no keys.
		const open = dialect === 'sqlite' ? [] : [table];
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			const {schema = null, own} = partsOfName(next);
			for (const name of await this.#namesBy(sql, [schema, own])) {
				if (name === table || found.has(name)) continue;
				found.add(name);
				open.push(name);
			}
		}
		return [...found];
	}

	async #namesBy(sql: string, values: unknown[] = []): Promise<QualifiedName[]> {
		const rows = (await this.#database?.query(sql, values)) ?? [];
		return rows.map(({place, name}) => qualifiedName(place ? [place, name] : [name]));
	}
}

const allTables: Record<Database['dialect'], string> = {
	sqlite:
		"select null as place, name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\'",
	postgresql:
		"select n.nspname as place, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by not n.nspname = any (current_schemas(false))",
	mysql: mysqlTables(),
	mariadb: mysqlTables(),
};

function mysqlTables(): string {
	return "select null as place, table_name as name from information_schema.tables where table_schema = database() and table_type <> 'VIEW'";
}

/** PostgreSQL lets none but volatile functions change rows. */
const routines: Partial<Record<Database['dialect'], string>> = {
	postgresql:
		"select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname not in ('pg_catalog', 'information_schema') and p.provolatile = 'v'",
	mysql: mysqlRoutines(),
	mariadb: mysqlRoutines(),
};

function mysqlRoutines(): string {
	return 'select routine_name as name from information_schema.routines where routine_schema = database()';
}

const tablesOfSchema =
	"select ? as place, table_name as name from information_schema.tables where table_schema = ? and table_type = 'BASE TABLE'";

const referringKeys = `select n.nspname as place, c.relname as name from pg_constraint k
	join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
	where k.contype = 'f'
		and k.confrelid = to_regclass(coalesce(quote_ident(?::text) || '.', '') || quote_ident(?::text))`;
const referringOfPostgresql = {
	truncate: referringKeys,
	delete: `${referringKeys} and k.confdeltype = 'c'`,
};
const referringOfMysql = `select nullif(constraint_schema, database()) as place, table_name as name
	from information_schema.referential_constraints
	where unique_constraint_schema = coalesce(?, database()) and referenced_table_name = ?
		and delete_rule = 'CASCADE'`;
