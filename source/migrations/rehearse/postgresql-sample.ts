import type {Database, Query} from '../../project/database/database.ts';
import type {Project} from '../../project/project.ts';
import {isWhole, type RowCopier, type SampledKey, type SampledTable, sample} from './sample.ts';

/** Rows that are sent at a time. */
const batch = 1000;

/** The order of the copies is that of the source, with the same words for times and numbers. */
const sameWords =
	"set datestyle = iso; set intervalstyle = postgres; set extra_float_digits = 1; set timezone = 'UTC'";

interface Table extends SampledTable {
	/** How it is read: a table that others inherit from has rows of its own. */
	from: string;
}

interface Key extends SampledKey {
	/** Of the referenced columns. */
	types: string[];
}

/**
 * Fills the tables of a copy, which have no indexes and constraints yet, with a part of the rows of the source.
 * @throws the driver's error; CommandError `interrupted`
 */
export async function samplePostgresql(
	source: Database,
	copy: Database,
	{migrations}: Project,
	rows: number,
	signal: AbortSignal,
): Promise<void> {
	await source.query(sameWords);
	await copy.query(`${sameWords}; set search_path = ''`);
	// Nothing is written here, and each query sees the same rows.
	await source.query('start transaction isolation level repeatable read read only');
	try {
		const copier = new Copier(source.query, copy.query);
		const tables = await tablesOf(source.query, migrations.tableName);
		await sample(
			{
				tables,
				keys: await keysOf(source.query),
				copy: (table, count) => copier.copy(table as Table, count),
				copyParents: (key, parent) => copier.copyParents(key as Key, parent as Table),
			},
			rows,
			signal,
		);
		await continueSequences(source.query, copy.query);
	} finally {
		await source.query('rollback');
	}
}

class Copier implements Pick<RowCopier, 'copy' | 'copyParents'> {
	readonly #source: Query;
	readonly #target: Query;

	constructor(source: Query, target: Query) {
		this.#source = source;
		this.#target = target;
	}

	async copy(table: Table, rows: number | undefined): Promise<void> {
		const limit = rows === undefined ? '' : ` limit ${rows}`;
		await this.#insert(
			table,
			await this.#source(`select r::text as row from ${table.from} r${limit}`),
		);
	}

	async copyParents({table, columns, referenced, types}: Key, parent: Table): Promise<number> {
		const pairs = columns.map((column, index) => `p.${referenced[index]} = c.${column}`);
		const isSet = columns.map(column => `c.${column} is not null`);
		const missing = await this.#target(
			`select distinct ${columns.map((column, index) => `c.${column}::text as v${index}`).join(', ')} from ${table} c where ${isSet.join(' and ')} and not exists (select 1 from ${parent.name} p where ${pairs.join(' and ')})`,
		);
		let added = 0;
		for (let start = 0; start < missing.length; start += batch) {
			const some = missing.slice(start, start + batch);
			const names = columns.map((_, index) => `v${index}`);
			const values = names.map((name, index) => `x.${name}::${types[index]}`).join(', ');
			const found = await this.#source(
				`select r::text as row from ${parent.from} r where (${referenced.join(', ')}) in (select ${values} from unnest(${names.map(() => '?::text[]').join(', ')}) x(${names.join(', ')}))`,
				names.map(name => some.map(row => row[name])),
			);
			added += await this.#insert(parent, found);
		}
		return added;
	}

	/** A row as text is that of the table's own type, which has all of its columns. */
	async #insert({name, columns}: Table, rows: {row?: string}[]): Promise<number> {
		const values = columns.map(column => `(x.r::${name}).${column}`).join(', ');
		const sql = `insert into ${name} (${columns.join(', ')}) overriding system value select ${values} from unnest(?::text[]) x(r)`;
		for (let start = 0; start < rows.length; start += batch)
			await this.#target(sql, [rows.slice(start, start + batch).map(({row}) => row)]);
		return rows.length;
	}
}

const ofUsers =
	"n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')";

async function tablesOf(query: Query, recorder: string): Promise<Table[]> {
	const tables = await query(
		`select format('%I.%I', n.nspname, c.relname) as name, c.relname as own, c.relkind as kind, array(select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and not c.relispartition and ${ofUsers} order by c.oid`,
	);
	return tables.map(({name, own, kind, columns}) => ({
		...{name, columns, whole: isWhole(own, recorder)},
		from: kind === 'p' ? name : `only ${name}`,
	}));
}

async function keysOf(query: Query): Promise<Key[]> {
	const name = (relation: string) =>
		`(select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = k.${relation})`;
	const list = (relation: string, keys: string, what: string) =>
		`array(select ${what} from unnest(k.${keys}) with ordinality x(number, place) join pg_attribute a on a.attrelid = k.${relation} and a.attnum = x.number order by x.place)`;
	const keys = await query(
		`select ${name('conrelid')} as "table", ${name('confrelid')} as parent, ${list('conrelid', 'conkey', 'quote_ident(a.attname)')} as columns, ${list('confrelid', 'confkey', 'quote_ident(a.attname)')} as referenced, ${list('confrelid', 'confkey', 'format_type(a.atttypid, a.atttypmod)')} as types from pg_constraint k where k.contype = 'f' and k.conparentid = 0`,
	);
	return keys as Key[];
}

async function continueSequences(source: Query, target: Query): Promise<void> {
	const sequences = await source(
		"select format('%I.%I', schemaname, sequencename) as name, last_value::text as value from pg_sequences where last_value is not null",
	);
	for (const {name, value} of sequences)
		await target('select setval(?::text::regclass, ?::bigint)', [name, value]);
}
