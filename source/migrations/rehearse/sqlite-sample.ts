import {sqliteFile} from '../../project/database/address.ts';
import {quotePart} from '../../project/database/dialect.ts';
import {connectFile} from '../../project/database/sqlite.ts';
import type {Project} from '../../project/project.ts';
import {crossStatements, isWhole, keysFrom, type SampledTable, sample} from './sample.ts';

const quote = (name: string) => quotePart(name, 'sqlite');

/**
 * Makes a database with the whole schema of the source and a part of its rows.
 * @throws the driver's error; CommandError `interrupted`
 */
export async function sampleSqlite(
	project: Project,
	to: string,
	rows: number,
	signal: AbortSignal,
): Promise<void> {
	const umask = process.umask(0o077);
	const database = connectFile(project, to, {timeout: 30_000});
	const all = (sql: string, ...values: unknown[]): any[] => database.prepare(sql).all(...values);
	try {
		database.exec(`attach '${sqliteFile(project).replaceAll("'", "''")}' as source`);
		for (const name of ['page_size', 'encoding', 'auto_vacuum', 'user_version', 'application_id']) {
			const value = Object.values(all(`pragma source.${name}`)[0])[0];
			database.exec(`pragma main.${name} = '${value}'`);
		}
		database.exec('pragma foreign_keys = off; begin');
		const kinds = new Map(all('pragma source.table_list').map(({name, type}) => [name, type]));
		const parts = all(
			"select type, name, sql from source.sqlite_master where sql is not null and name not like 'sqlite_%'",
		).filter(({name}) => kinds.get(name) !== 'shadow');
		const isTable = ({type}: {type: string}) => type === 'table';
		for (const {sql} of parts.filter(isTable)) database.exec(sql);
		const names: string[] = parts
			.filter(part => isTable(part) && kinds.get(part.name) !== 'virtual')
			.map(({name}) => name);
		const tables = names.map((name): SampledTable => {
			const columns = all('select name from pragma_table_xinfo(?) where hidden = 0', name);
			return {
				name: quote(name),
				columns: columns.map(column => quote(column.name)),
				whole: isWhole(name, project.migrations.tableName),
			};
		});
		const statements = crossStatements('source', 'main');
		await sample(
			{
				tables,
				keys: keysFrom(names.flatMap(name => keysOf(all, name))),
				copy: async (table, count) => database.exec(statements.copy(table, count)),
				copyParents: async (key, parent) =>
					Number(database.prepare(statements.copyParents(key, parent)).run().changes),
			},
			rows,
			signal,
		);
		for (const {sql} of parts.filter(part => !isTable(part))) database.exec(sql);
		if (all("select 1 from sqlite_master where name = 'sqlite_sequence'").length > 0)
			database.exec(
				'delete from main.sqlite_sequence; insert into main.sqlite_sequence select * from source.sqlite_sequence',
			);
		database.exec('commit; detach source');
	} finally {
		process.umask(umask);
		database.close();
	}
}

/** A key that names no columns refers to the primary key. */
function keysOf(all: (sql: string, ...values: unknown[]) => any[], table: string) {
	return all(
		'select k.id, k."table" as parent, k."from" as "column", coalesce(k."to", (select name from pragma_table_info(k."table") where pk = k.seq + 1)) as referenced from pragma_foreign_key_list(?) k order by k.id, k.seq',
		table,
	).map(({id, parent, column, referenced}) => ({
		...{id, table: quote(table), column: quote(column)},
		...{parent: quote(parent), referenced: quote(String(referenced))},
	}));
}
