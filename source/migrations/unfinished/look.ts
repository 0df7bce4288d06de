import type {Database, Query} from '../../project/database/database.ts';
import {isMysqlFamily, quotePart} from '../../project/database/dialect.ts';
import {type Trace, tracesOf} from './traces.ts';

/** Whether the database shows that a change of the schema was made; false where that cannot be read. */
export async function isMade(
	sql: string,
	dialect: Database['dialect'],
	query: Query,
): Promise<boolean> {
	const traces = tracesOf(sql, dialect);
	if (!traces || traces.length === 0) return false;
	const ask = isMysqlFamily(dialect) ? ofMysql : dialect === 'sqlite' ? ofSqlite : ofPostgresql;
	for (const trace of traces) {
		const question = ask(trace);
		if (!question) return false;
		if ((await query(...question)).length > 0 !== trace.exists) return false;
	}
	return true;
}

type Question = [sql: string, values: unknown[]];

function ofMysql({kind, name, table = []}: Trace): Question | undefined {
	const owner = kind === 'relation' || kind === 'trigger' || kind === 'routine' ? name : table;
	const schema = owner.length > 1 ? owner[0] : null;
	const [own, of] = [name.at(-1), table.at(-1)];
	const from = (
		catalog: string,
		prefix: string,
		condition: string,
		...values: unknown[]
	): Question => [
		`select 1 from information_schema.${catalog} where ${prefix}_schema = coalesce(?, database()) and ${condition}`,
		[schema, ...values],
	];
	const inTable = (catalog: string, condition: string, ...values: unknown[]) =>
		of === undefined
			? undefined
			: from(catalog, 'table', `table_name = ? and ${condition}`, of, ...values);
	return {
		relation: () => from('tables', 'table', 'table_name = ?', own),
		column: () => inTable('columns', 'column_name = ?', own),
		index: () => inTable('statistics', 'index_name = ?', own),
		constraint: () => inTable('table_constraints', 'constraint_name = ?', own),
		'primary key': () => inTable('table_constraints', "constraint_type = 'PRIMARY KEY'"),
		trigger: () => from('triggers', 'trigger', 'trigger_name = ?', own),
		routine: () => from('routines', 'routine', 'routine_name = ?', own),
	}[kind]();
}

function ofPostgresql({kind, name, table}: Trace): Question | undefined {
	const quoted = (parts: string[]) => parts.map(part => quotePart(part, 'postgresql')).join('.');
	const own = name.at(-1);
	const ofTable = (catalog: string, column: string, condition: string): Question | undefined =>
		table && [
			`select 1 from ${catalog} where ${column} = to_regclass(?) and ${condition}`,
			[quoted(table), ...(condition.includes('?') ? [own] : [])],
		];
	return {
		relation: (): Question => ['select 1 where to_regclass(?) is not null', [quoted(name)]],
		column: () => ofTable('pg_attribute', 'attrelid', 'attname = ? and not attisdropped'),
		// An index is in the schema of its table, which a statement says only in front of the table.
		index: (): Question => [
			'select 1 where to_regclass(?) is not null',
			[quoted(table && name.length === 1 ? [...table.slice(0, -1), ...name] : name)],
		],
		constraint: () => ofTable('pg_constraint', 'conrelid', 'conname = ?'),
		'primary key': () => ofTable('pg_constraint', 'conrelid', "contype = 'p'"),
		trigger: () => ofTable('pg_trigger', 'tgrelid', 'tgname = ?'),
		routine: () => undefined,
	}[kind]();
}

function ofSqlite({kind, name, table = []}: Trace): Question | undefined {
	const own = name.at(-1);
	if (kind === 'column') {
		return [
			'select 1 from pragma_table_xinfo(?) where name = ? collate nocase',
			[table.at(-1), own],
		];
	}
	if (kind === 'constraint' || kind === 'primary key' || kind === 'routine') return undefined;
	const types = kind === 'relation' ? "'table', 'view'" : `'${kind}'`;
	return [
		`select 1 from sqlite_master where type in (${types}) and name = ? collate nocase`,
		[own],
	];
}
