import {CommandError} from '../../errors/command-error.ts';
import type {Query} from '../../project/database/database.ts';
import {type Dialect, isMysqlFamily} from '../../project/database/dialect.ts';

/** What a server shares among its databases, and what leaves it. */
const ofPostgresql =
	/\b(?:create|alter|drop)\s+(?:role|user|group|database|tablespace|subscription|system|server)\b|\bcomment\s+on\s+(?:role|database|tablespace|subscription)\b|\b(?:reassign|drop)\s+owned\b|(?:^|;)\s*(?:grant|revoke)\b(?![^;]*\bon\b)|\bcopy\b[^;]*\b(?:to|from)\s+(?:program\b|')|\bprepare\s+transaction\b|\b(?:dblink|lo_export|pg_(?:terminate|cancel)_backend|pg_\w*replication_slot|pg_file_\w+|pg_reload_conf)\w*\s*\(/i;
const ofMysql =
	/\b(?:create|alter|drop|rename)\s+(?:or\s+replace\s+)?(?:user|role|database|schema|server|tablespace)\b|(?:^|;)\s*(?:use|grant|revoke|flush|reset|purge|kill|shutdown|install|uninstall|change|start\s+(?:slave|replica)|stop|xa)\b|\bset\s+(?:global|persist\w*)\b|@@(?:global|persist\w*)\b|\b(?:out|dump|in)file\b/i;
const ofSqlite =
	/(?:^|;)\s*(?:attach|vacuum\s+(?:\w+\s+)?into)\b|\b(?:writefile|load_extension)\s*\(/i;

/** Keeps a plan on its copy: finds the statements that would reach what is outside of it. */
export class Outside {
	readonly #patterns: RegExp[];

	/** @param databases on a server of MySQL or MariaDB, whose tables a statement can name, with the source */
	constructor(dialect: Dialect, databases: string[] = []) {
		this.#patterns = isMysqlFamily(dialect)
			? [ofMysql, ...databases.map(named)]
			: [dialect === 'postgresql' ? ofPostgresql : ofSqlite];
	}

	/** Also of texts and comments in it: what cannot be told apart with certainty counts. */
	reaches(sql: string): boolean {
		const bare = sql.replace(/\/\*(?!!)[\s\S]*?\*\/|--[^\n]*|#[^\n]*/g, ' ');
		return [sql, bare].some(text => this.#patterns.some(pattern => pattern.test(text)));
	}

	/** @throws CommandError `reaches-outside` */
	verify(sql: string, migration: string): void {
		if (!this.reaches(sql)) return;
		throw new CommandError(
			`${migration} cannot be rehearsed: a statement reaches outside of the copy.`,
			{
				code: 'reaches-outside',
				hint: `The statement: ${sql}\nNothing was run, and the database was not touched.`,
			},
		);
	}
}

/** `shop.book`, with any quotes. */
function named(database: string): RegExp {
	const name = database.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`(?<![\\w$.])["\`]?${name}["\`]?\\s*\\.`, 'i');
}

const codeOfMysql = [
	"select 0 as isView, concat('trigger ', trigger_name) as name, action_statement as text from information_schema.triggers where trigger_schema = database()",
	"select 0, concat(lower(routine_type), ' ', routine_name), routine_definition from information_schema.routines where routine_schema = database()",
	"select 1, concat('view ', table_name), view_definition from information_schema.views where table_schema = database()",
].join(' union all ');

/** @returns what a database can reach outside of it whatever a statement says, as the end of a sentence */
export async function reachOf(query: Query, dialect: Dialect): Promise<string | undefined> {
	if (dialect === 'sqlite') return undefined;
	if (dialect === 'postgresql') {
		const [row] = await query('select srvname as name from pg_foreign_server limit 1');
		return row && `the foreign server ${row.name}`;
	}
	const [engine] = await query(
		"select table_name as name, engine from information_schema.tables where table_schema = database() and engine in ('FEDERATED', 'CONNECT', 'SPIDER', 'MRG_MyISAM') limit 1",
	);
	if (engine) return `the table ${engine.name} (${engine.engine})`;
	const [own] = await query('select database() as name');
	const all = await databasesOf(query);
	// The text of a view names the database of its tables in any case; a dump of it does not.
	const ofViews = new Outside(
		dialect,
		all.filter(name => name !== own!.name),
	);
	const ofCode = new Outside(dialect, all);
	const found = (await query(codeOfMysql)).find(
		({isView, text}) => !text || (isView ? ofViews : ofCode).reaches(String(text)),
	);
	if (found) return `the ${found.name}`;
	const [key] = await query(
		'select table_name as name, referenced_table_schema as other from information_schema.key_column_usage where table_schema = database() and referenced_table_schema <> table_schema limit 1',
	);
	return key && `the foreign key of ${key.name} to ${key.other}`;
}

/** Those that this user can see, on MySQL and MariaDB. */
export async function databasesOf(query: Query): Promise<string[]> {
	const rows = await query('select schema_name as name from information_schema.schemata');
	return rows.map(({name}) => String(name));
}
