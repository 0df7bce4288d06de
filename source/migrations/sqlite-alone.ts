import {sqliteFile} from '../project/database.ts';
import {connectFile} from '../project/drivers/sqlite.ts';
import type {Project} from '../project/open.ts';
import type {Engine, EngineConnection} from './engine.ts';
import {LiteralMigration, literalOf} from './literal.ts';
import type {MigrationFile} from './loader.ts';
import type {Step} from './plan.ts';
import {quoteName, recorderTable} from './recorder.ts';

/**
 * Whether the driver alone can do it: MikroORM, which takes longer to load than hundreds of migrations
 * to run, would add nothing. It has to be SQLite as MikroORM itself opens it, without options of the
 * project's, and every migration has to say in its text all that it does.
 */
export function canDoWithoutMikroOrm(project: Project, steps: Step[]): boolean {
	const {driver, options = {}} = project.settings.database;
	if (driver !== 'sqlite' || project.mikroOrm || sqliteFile(project) === ':memory:') return false;
	if (Object.keys(options).some(option => option !== 'migrations')) return false;
	if (recorderTable(project).includes('.')) return false;
	return steps.every(({file}) => literalOf(file));
}

/** An engine over SQLite's driver, for migrations that are literal. */
export class SqliteAlone implements Engine {
	readonly driverName = 'sqlite';
	readonly driver = {};
	readonly connection: EngineConnection;
	readonly #database: any;

	constructor(project: Project) {
		this.#database = connectFile(project, sqliteFile(project), {timeout: 0});
		this.#database.pragma('foreign_keys = on');
		this.connection = connectionOver(this.#database);
	}

	close(): void {
		this.#database.close();
	}

	quote(name: string): string {
		return quoteName(name, 'mysql');
	}

	quoteValue(text: string): string {
		return `'${text.replaceAll("'", "''")}'`;
	}

	async ensureRecorderTable(table: string): Promise<void> {
		this.#database.exec(
			`create table if not exists ${this.quote(table)} (\`id\` integer not null primary key autoincrement, \`name\` text not null, \`executed_at\` datetime not null default (strftime('%s', 'now') * 1000))`,
		);
	}

	async instantiate(file: MigrationFile): Promise<LiteralMigration> {
		const statements = literalOf(file);
		if (!statements) throw new TypeError(`${file.id} is not literal.`);
		return new LiteralMigration(statements);
	}

	textOf(query: unknown): string {
		return String(query);
	}
}

/** How long a commit waits for readers, in milliseconds. */
const patience = 30_000;

/** There is one connection, and so one transaction at a time. */
function connectionOver(database: any): EngineConnection {
	const prepared = new Map<string, any>();
	const kept = (sql: string) => {
		if (!prepared.has(sql)) prepared.set(sql, database.prepare(sql));
		return prepared.get(sql);
	};
	const connection: EngineConnection = {
		locksAtOnce: true,
		async begin() {
			kept('begin immediate').run();
			return database;
		},
		async commit() {
			try {
				kept('commit').run();
			} catch (error) {
				if (!/SQLITE_BUSY/.test((error as {code?: string}).code ?? '')) throw error;
				// The transaction stands as it was, and may be committed again.
				database.pragma(`busy_timeout = ${patience}`);
				kept('commit').run();
				database.pragma('busy_timeout = 0');
			}
		},
		async rollback() {
			kept('rollback').run();
		},
		async transactional(work) {
			const transaction = await connection.begin();
			try {
				const result = await work(transaction);
				await connection.commit(transaction);
				return result;
			} catch (error) {
				if (database.inTransaction) await connection.rollback(transaction);
				throw error;
			}
		},
		async execute(sql, values = []) {
			// What has values comes again with others. Most pragmas act while they are prepared.
			const isKept = values.length > 0 || sql === 'pragma data_version';
			const statement = isKept ? kept(sql) : database.prepare(sql);
			if (statement.reader) return statement.all(...values);
			statement.run(...values);
			return [];
		},
	};
	return connection;
}
