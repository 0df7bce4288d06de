import {CommandError} from '../errors/command-error.ts';
import {type MikroOrm, overMikroOrm} from '../migrations/engine/mikro-orm.ts';
import {refuseSqlServer} from '../migrations/mikro-orm/unsupported-driver.ts';
import {tableKey} from '../migrations/schema/table-key.ts';
import {keepMemorySmall} from '../node/garbage.ts';
import {isMissingFile, libSqlServer, unreachable} from '../project/database/address.ts';
import type {Project} from '../project/project.ts';
import {type StoredTable, storedTables} from './stored-tables.ts';

export interface DataTable extends StoredTable {
	/** The label of its app. */
	app: string;
	/** What a dump calls its rows: `accounts.Profile`; `Profile` in a plain project. */
	id: string;
	/** With its schema, in quotes. */
	quoted: string;
}

export interface OpenData {
	engine: MikroOrm;
	/** Of the project's entities; a table follows those that it refers to, as far as there are no cycles. */
	tables: DataTable[];
	/** The offset of times without a zone: `Z`, `+02:00`; undefined for the local one. */
	timezone: string | undefined;
	close(): Promise<void>;
}

/** @throws CommandError `unsupported-driver`, `database-unreachable`, `entities` */
export async function openData(project: Project): Promise<OpenData> {
	refuseSqlServer(project);
	keepMemorySmall();
	if (libSqlServer(project.settings.database)) {
		throw new CommandError('A libSQL server ends transactions that take long.', {
			code: 'unsupported-driver',
			hint: "Take a copy of the database in a file ('turso db export') and use that.",
		});
	}
	if (isMissingFile(project)) throw unreachable(project, new Error('the file does not exist yet'));
	const open = await project.access.openOrm(project, {schemaOnly: true});
	try {
		const engine = await overMikroOrm(project, open);
		const tables = project.apps.flatMap(app =>
			storedTables(open.orm, engine, app).map(table => ({
				...table,
				app: app.label,
				id: project.kind === 'quarterdeck' ? `${app.label}.${table.entity}` : table.entity,
				quoted: engine.quoteTable(table),
			})),
		);
		return {
			...{engine, tables: inOrder(tables)},
			timezone: engine.driver.getPlatform().getTimezone?.(),
			close: () => open.orm.close(true),
		};
	} catch (error) {
		await open.orm.close(true);
		throw error;
	}
}

function inOrder(tables: DataTable[]): DataTable[] {
	const ordered = new Set<DataTable>();
	const begun = new Set<DataTable>();
	const visit = (table: DataTable) => {
		if (begun.has(table)) return;
		begun.add(table);
		for (const key of table.references) {
			const other = tables.find(one => key === tableKey(one) || key === one.name);
			if (other) visit(other);
		}
		ordered.add(table);
	};
	for (const table of tables) visit(table);
	return [...ordered];
}
