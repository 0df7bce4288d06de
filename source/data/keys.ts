import {CommandError, messageOf} from '../errors/command-error.ts';
import type {Query} from '../project/database/database.ts';
import {type Dialect, quotePart, quoteText} from '../project/database/dialect.ts';
import type {DataTable} from './tables.ts';

/** Lets rows come before those that they refer to, until `verify` finds what is missing. */
export interface DeferredKeys {
	/** @throws CommandError `foreign-key` with the first key that refers to nothing */
	verify(): Promise<void>;
}

/**
 * @param query in the transaction
 * @param tables that are written
 */
export async function deferKeys(
	dialect: Dialect,
	query: Query,
	tables: DataTable[],
): Promise<DeferredKeys> {
	if (dialect === 'sqlite') return deferInSqlite(query, tables);
	return dialect === 'postgresql' ? deferInPostgresql(query, tables) : ignoreInMysql(query, tables);
}

async function deferInSqlite(query: Query, tables: DataTable[]): Promise<DeferredKeys> {
	await query('pragma defer_foreign_keys = on');
	return {
		async verify() {
			for (const {name} of tables) {
				const [row] = await query(`pragma foreign_key_check(${quotePart(name, 'sqlite')})`);
				if (!row) continue;
				const keys = await query(`pragma foreign_key_list(${quotePart(name, 'sqlite')})`);
				const columns = keys.filter(({id}) => id === row.fkid).map(({from}) => from);
				throw missing(name, columns.join(', '), row.parent);
			}
		},
	};
}

/** Keys that are checked at once become deferrable for this transaction, as nobody else sees. */
async function deferInPostgresql(query: Query, tables: DataTable[]): Promise<DeferredKeys> {
	const names = tables.map(({quoted}) => `${quoteText(quoted)}::regclass`).join(', ');
	const keys = await query(
		`select conrelid::regclass::text as table, quote_ident(conname) as name from pg_constraint
		where contype = 'f' and not condeferrable and conparentid = 0 and conrelid in (${names})`,
	);
	const alter = async (how: string) => {
		for (const {table, name} of keys)
			await query(`alter table ${table} alter constraint ${name} ${how}`);
	};
	await alter('deferrable initially deferred');
	await query('set constraints all deferred');
	return {
		async verify() {
			try {
				await query('set constraints all immediate');
			} catch (error) {
				const {detail, table} = error as {detail?: string; table?: string};
				if (!table) throw error;
				throw new CommandError(`${table}: ${detail ?? messageOf(error)}`, {
					...missingRow,
					cause: error,
				});
			}
			await alter('not deferrable');
		},
	};
}

/** They have no keys that are checked later, so they check none, and each is looked up at the end. */
async function ignoreInMysql(query: Query, tables: DataTable[]): Promise<DeferredKeys> {
	await query('set foreign_key_checks = 0');
	const names = tables.map(({name}) => quoteText(name)).join(', ');
	const keys = await query(
		`select constraint_name as name, table_name as child, referenced_table_name as parent,
			group_concat(column_name order by ordinal_position separator '\\n') as columns,
			group_concat(referenced_column_name order by ordinal_position separator '\\n') as targets
		from information_schema.key_column_usage
		where table_schema = database() and referenced_table_schema = database()
			and (table_name in (${names}) or referenced_table_name in (${names}))
		group by table_name, constraint_name, referenced_table_name`,
	);
	const quote = (name: string) => quotePart(name, 'mariadb');
	return {
		async verify() {
			for (const {child, parent, columns, targets} of keys) {
				const own = columns.split('\n').map((name: string) => `a.${quote(name)}`);
				const others = targets.split('\n').map((name: string) => `b.${quote(name)}`);
				const pairs = own.map((one: string, index: number) => `${one} = ${others[index]}`);
				const [row] = await query(
					`select 1 from ${quote(child)} a left join ${quote(parent)} b on ${pairs.join(' and ')}
					where ${others[0]} is null and ${own.map((one: string) => `${one} is not null`).join(' and ')} limit 1`,
				);
				if (row) throw missing(child, columns.replaceAll('\n', ', '), parent);
			}
			await query('set foreign_key_checks = 1');
		},
	};
}

const missingRow = {
	code: 'foreign-key',
	hint: 'Nothing was changed. Load the rows that it refers to as well.',
};

function missing(table: string, columns: string, parent: string): CommandError {
	return new CommandError(
		`A row of ${table} refers with ${columns} to a row of ${parent} that does not exist.`,
		missingRow,
	);
}
