import type {Query} from '../../project/database/database.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {isMysqlFamily, quotePart} from '../../project/database/dialect.ts';

/** The definitions of everything in a database, each by its name. */
export type SchemaText = Map<string, string>;

const ofSqlite =
	"select type || ' ' || name as name, tbl_name || ' ' || coalesce(sql, '') as text from sqlite_master where name not like 'sqlite_%'";

const visible = "n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'";
const ofPostgresql = [
	`select 'column ' || c.oid::regclass || '.' || a.attname as name, concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), l.collname, col_description(c.oid, a.attnum)) as text from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum left join pg_collation l on l.oid = a.attcollation where c.relkind in ('r', 'p', 'v', 'm', 'f') and ${visible}`,
	`select 'relation ' || c.oid::regclass, concat_ws(' ', c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.reloptions::text, obj_description(c.oid, 'pg_class'), pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and ${visible}`,
	`select 'index ' || i.indexrelid::regclass, concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where ${visible}`,
	`select 'constraint ' || k.conname || ' of ' || k.conrelid::regclass || k.contypid::regtype, concat_ws(' ', pg_get_constraintdef(k.oid), k.convalidated) from pg_constraint k join pg_namespace n on n.oid = k.connamespace where ${visible}`,
	`select 'trigger ' || t.tgname || ' of ' || t.tgrelid::regclass, concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled) from pg_trigger t where not t.tgisinternal`,
	`select 'function ' || p.oid::regprocedure, case when p.prokind in ('f', 'p') then pg_get_functiondef(p.oid) else '' end from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${visible}`,
	`select 'policy ' || p.polname || ' of ' || p.polrelid::regclass, concat_ws(' ', p.polcmd, p.polpermissive, p.polroles::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) from pg_policy p`,
	`select 'type ' || t.oid::regtype, concat_ws(' ', t.typtype, (select string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid)) from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype in ('e', 'd', 'r') and ${visible}`,
	`select 'schema ' || n.nspname, '' from pg_namespace n where ${visible}`,
	`select 'extension ' || extname, extversion from pg_extension`,
].join(' union all ');

const ofMysql = [
	"select concat('trigger ', trigger_name) as name, concat_ws(' ', event_object_table, action_timing, event_manipulation, action_statement) as text from information_schema.triggers where trigger_schema = database()",
	"select concat(lower(routine_type), ' ', routine_name), routine_definition from information_schema.routines where routine_schema = database()",
].join(' union all ');

/** The schema of a database as it says it itself. Orders of columns and of other parts do not count. */
export async function schemaText(query: Query, dialect: Dialect): Promise<SchemaText> {
	if (isMysqlFamily(dialect)) return mysqlText(query);
	const rows = await query(dialect === 'sqlite' ? ofSqlite : ofPostgresql);
	return new Map(rows.map(({name, text}) => [name, String(text).replace(/\s+/g, ' ')]));
}

async function mysqlText(query: Query): Promise<SchemaText> {
	const rows = await query(ofMysql);
	const texts: SchemaText = new Map(rows.map(({name, text}) => [name, String(text)]));
	const tables = await query(
		'select table_name as name from information_schema.tables where table_schema = database()',
	);
	for (const {name} of tables) {
		const [row] = await query(`show create table ${quotePart(name, 'mysql')}`);
		const text = String(row!['Create Table'] ?? row!['Create View']);
		const lines = text
			.replace(/ AUTO_INCREMENT=\d+/, '')
			.replace(/,$/gm, '')
			.split('\n');
		texts.set(`table ${name}`, lines.sort().join('\n'));
	}
	return texts;
}

/** The names of what is there in one of them only, or differs. */
export function differentIn(one: SchemaText, other: SchemaText): string[] {
	const names = new Set([...one.keys(), ...other.keys()]);
	return [...names].filter(name => one.get(name) !== other.get(name)).sort();
}
