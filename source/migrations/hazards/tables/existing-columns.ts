import type {Dialect} from '../../../project/database/dialect.ts';
import {isMysqlFamily} from '../../../project/database/dialect.ts';

export interface ExistingColumn {
	/** As the database spells it: `character varying(255)`, `int(10) unsigned`. */
	type: string;
	nullable: boolean;
	/** Its values come from an expression: a row holds none of its own. */
	isGenerated: boolean;
	/** In the primary key, from 1 on; 0 outside of it, and on MySQL and MariaDB. */
	keyPlace: number;
	/** Of a text on MySQL and MariaDB: `utf8mb4_general_ci`. */
	collation?: string;
	/** What a text has there that names none. */
	tableCollation?: string;
	/** On PostgreSQL, the type of the default's expression is the column's. */
	hasDefault?: boolean;
}

/** By name; only PostgreSQL tells letter cases apart. */
export class ExistingColumns extends Map<string, ExistingColumn> {
	readonly #tellsCases: boolean;
	/** The name of a column as the database has it, by its name in small letters. */
	readonly #names = new Map<string, string>();

	constructor(dialect: Dialect | undefined) {
		super();
		this.#tellsCases = dialect === 'postgresql';
	}

	override set(name: string, column: ExistingColumn): this {
		this.#names.set(name.toLowerCase(), name);
		return super.set(name, column);
	}

	override get(name: string): ExistingColumn | undefined {
		return super.get(this.#nameOf(name));
	}

	override has(name: string): boolean {
		return super.has(this.#nameOf(name));
	}

	#nameOf(name: string): string {
		return this.#tellsCases ? name : (this.#names.get(name.toLowerCase()) ?? name);
	}
}

/** Selects the columns of a table. Its values are the table's schema, or null, and its name. */
export function selectColumns(dialect: Dialect | undefined): string {
	if (dialect === 'postgresql') return ofPostgresql;
	return isMysqlFamily(dialect) ? ofMysql : ofSqlite;
}

const ofSqlite =
	'select name, lower(type) as type, "notnull" = 0 and pk = 0 as nullable, hidden in (2, 3) as is_generated, pk as key_place from (select ? as place, ? as own) join pragma_table_xinfo(own, coalesce(place, \'main\'))';

const ofMysql =
	"select column_name as name, column_type as type, is_nullable = 'YES' as nullable, coalesce(generation_expression, '') <> '' as is_generated, collation_name as collation, (select table_collation from information_schema.tables t where t.table_schema = c.table_schema and t.table_name = c.table_name) as table_collation from information_schema.columns c where table_schema = coalesce(?, database()) and table_name = ? order by ordinal_position";

const ofPostgresql =
	"select attname as name, format_type(atttypid, atttypmod) as type, (not attnotnull)::int as nullable, (attgenerated <> '')::int as is_generated, (atthasdef and attgenerated = '')::int as has_default, (select array_position(i.indkey::int2[], attnum) + 1 from pg_index i where i.indrelid = attrelid and i.indisprimary) as key_place from pg_attribute where attrelid = to_regclass(coalesce(quote_ident(?::text) || '.', '') || quote_ident(?::text)) and attnum > 0 and not attisdropped order by attnum";

/** @param row as `selectColumns` gives it */
export function existingColumn(row: Record<string, any>): ExistingColumn {
	return {
		type: String(row.type),
		nullable: Number(row.nullable) === 1,
		isGenerated: Number(row.is_generated) === 1,
		keyPlace: Number(row.key_place ?? 0),
		...(row.collation && {collation: row.collation, tableCollation: row.table_collation}),
		...(Number(row.has_default) === 1 && {hasDefault: true}),
	};
}

/** Selects the columns of the unique indexes of a table, in their order. Its values are as above. */
export function selectUniqueIndexes(dialect: Dialect | undefined): string {
	if (dialect === 'postgresql') return uniqueIndexesOfPostgresql;
	return isMysqlFamily(dialect) ? uniqueIndexesOfMysql : uniqueIndexesOfSqlite;
}

const uniqueIndexesOfSqlite =
	'select l.name as index_name, i.name as name from (select ? as place, ? as own) join pragma_index_list(own, coalesce(place, \'main\')) l join pragma_index_info(l.name) i where l."unique" = 1 and l.partial = 0 order by l.name, i.seqno';

const uniqueIndexesOfMysql =
	'select index_name as index_name, column_name as name from information_schema.statistics where table_schema = coalesce(?, database()) and table_name = ? and non_unique = 0 and sub_part is null order by index_name, seq_in_index';

const uniqueIndexesOfPostgresql =
	"select c.relname as index_name, a.attname as name from pg_index i join pg_class c on c.oid = i.indexrelid join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey) where i.indrelid = to_regclass(coalesce(quote_ident(?::text) || '.', '') || quote_ident(?::text)) and i.indisunique and i.indpred is null and i.indexprs is null order by 1";
