import {driverClasses} from '../../mikro-orm/driver-name.ts';
import {isSqliteFile, sqliteFile} from '../../project/database/address.ts';
import {quoteName} from '../../project/database/dialect.ts';
import {connectFile} from '../../project/database/sqlite.ts';
import type {SqliteIdentity} from '../../project/database/sqlite-identity.ts';
import type {Project} from '../../project/project.ts';
import {busyTimeoutOf, waitLimitsOf} from '../../project/settings/wait-limits.ts';
import {type LiteralMigration, literalMigration} from '../files/literal-migration.ts';
import type {MigrationFile} from '../files/loader.ts';
import {readingOf} from '../files/reading.ts';
import type {Step} from '../graph/plan.ts';
import {areSeveral} from '../sql/statements.ts';
import type {Engine, EngineConnection} from './engine.ts';

/**
 * Whether the driver alone can do it: MikroORM, which takes longer to load than hundreds of migrations
 * to run, would add nothing. It has to be SQLite as MikroORM itself opens it, without options of the
 * project's, and every migration has to say in its text all that it does.
 */
export function canDoWithoutMikroOrm(project: Project, steps: Step[]): boolean {
	return (
		isSqliteFile(project) &&
		project.access.isBare?.(project) === true &&
		sqliteFile(project) !== ':memory:' &&
		!project.migrations.tableName.includes('.') &&
		steps.every(({file}) => readingOf(file)?.literal)
	);
}

/** An engine over SQLite's driver, for migrations that are literal. */
export class SqliteAlone implements Engine {
	readonly driverName = 'sqlite';
	readonly driver = {constructor: {name: driverClasses.sqlite}};
	readonly connection: EngineConnection;
	identity?: SqliteIdentity;
	readonly #database: any;
	readonly #keepsJournal: boolean;

	/** @param fileMustExist creates no database */
	constructor(project: Project, fileMustExist = false) {
		this.#database = connectFile(project, sqliteFile(project), {timeout: 0, fileMustExist});
		this.#database.pragma('foreign_keys = on');
		this.#keepsJournal = keepJournal(this.#database);
		this.#database.pragma(`busy_timeout = ${busyTimeoutOf(waitLimitsOf(project.settings))}`);
		this.connection = connectionOver(this.#database);
	}

	close(): void {
		try {
			this.#database.pragma('busy_timeout = 0');
			if (this.#keepsJournal) this.#database.pragma('journal_mode = delete');
		} catch {
			// Another connection uses the journal, and deletes it when it closes.
		}
		this.#database.close();
	}

	quote(name: string): string {
		return quoteName(name, 'mysql');
	}

	async ensureRecorderTable(table: string): Promise<void> {
		this.#database.exec(
			`create table if not exists ${this.quote(table)} (\`id\` integer not null primary key autoincrement, \`name\` text not null, \`executed_at\` datetime not null default (strftime('%s', 'now') * 1000))`,
		);
	}

	async instantiate(file: MigrationFile): Promise<LiteralMigration> {
		return literalMigration(file, this.driver)!;
	}

	textOf(query: unknown): string {
		return String(query);
	}
}

/**
 * Creates the journal once instead of for each migration, which is as safe. A journal of another kind stays.
 */
function keepJournal(database: any): boolean {
	try {
		if (database.pragma('journal_mode')[0].journal_mode !== 'delete') return false;
		return database.pragma('journal_mode = persist')[0].journal_mode === 'persist';
	} catch {
		// Another connection is writing.
		return false;
	}
}

/** better-sqlite3 refuses to prepare several statements in one text; `exec` would run all, and libSQL the first. */
const isSingle = /^[^;]*;?\s*$/;

/** There is one connection, and so one transaction at a time. */
function connectionOver(database: any): EngineConnection {
	const prepared = new Map<string, any>();
	const kept = (sql: string) => {
		if (!prepared.has(sql)) prepared.set(sql, database.prepare(sql));
		return prepared.get(sql);
	};
	const connection: EngineConnection = {
		beginsWriting: true,
		async begin() {
			kept('begin immediate').run();
			return database;
		},
		async commit() {
			kept('commit').run();
		},
		async rollback() {
			kept('rollback').run();
		},
		async execute(sql, values = [], method = 'all') {
			if (method === 'run' && values.length === 0 && isSingle.test(sql)) {
				database.exec(sql);
				return [];
			}
			if (areSeveral(sql, 'sqlite'))
				throw new Error('The supplied SQL string contains more than one statement');
			// A statement with values is used again. Most pragmas act while they are prepared.
			const isKept = values.length > 0 || sql === 'pragma data_version';
			const statement = isKept ? kept(sql) : database.prepare(sql);
			if (statement.reader) return statement.all(values);
			statement.run(values);
			return [];
		},
	};
	return connection;
}
