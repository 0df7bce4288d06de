import type {Engine} from '../engine/engine.ts';
import {fingerprintColumn, fingerprintOfFile} from '../files/fingerprint.ts';
import type {MigrationFile} from '../files/loader.ts';
import type {Step} from '../graph/plan.ts';

/** Reads and writes the recorder's table in the transactions of the migrations that run. */
export class StepRecorder {
	readonly #engine: Engine;
	readonly #table: string;
	/** The rows of the table when SQLite's database had this version. */
	#cache: {version: number; names: Set<string>} | undefined;
	/** Set only where the column was found: one that a migration adds may be rolled back with it. */
	#hasFingerprints = false;

	/** @param table the recorder's, with its schema if it has one */
	constructor(engine: Engine, table: string) {
		this.#engine = engine;
		this.#table = table;
	}

	/** Whether another run has already applied, or unapplied, the step's migration. */
	async isDone(step: Step, transaction: unknown): Promise<boolean> {
		const names = namesOf(step);
		const isRecorded =
			this.#engine.driverName === 'sqlite' && !this.#engine.connection.hasNoSession
				? await this.#isInCache(names, transaction)
				: (await this.#namesIn(names, transaction)).length > 0;
		return isRecorded === (step.direction === 'forwards');
	}

	/** Records a squashed migration together with those it replaces, whose files may be deleted later. */
	async record(step: Step, transaction: unknown): Promise<void> {
		const {file, direction} = step;
		if (direction === 'backwards') {
			const names = [...file.replaces, ...namesOf(step)];
			const sql = `delete from ${this.#quoted} where name in (${marks(names)})`;
			await this.#execute(sql, names, transaction);
			return;
		}
		for (const id of file.replaces) await this.#insert({name: id}, transaction);
		// On a server the column may be there and not be ours to write.
		if (this.#engine.driverName === 'sqlite' && this.#hasFingerprints) {
			const row = {name: file.id, [fingerprintColumn]: fingerprintOfFile(file)};
			await this.#insert(row, transaction);
		} else {
			await this.#insert({name: file.id}, transaction);
			await this.#addFingerprint(file, transaction);
		}
	}

	/** Adds the fingerprint to a row that was just recorded, if the database allows it. */
	async #addFingerprint(file: MigrationFile, transaction: unknown): Promise<void> {
		const hasSavepoint = transaction && this.#engine.driverName === 'postgresql';
		if (hasSavepoint) await this.#execute('savepoint fingerprint', [], transaction);
		try {
			if (!(await this.#hasColumn(transaction))) {
				const column = `${fingerprintColumn} varchar(80) null`;
				await this.#execute(`alter table ${this.#quoted} add column ${column}`, [], transaction);
			}
			const sql = `update ${this.#quoted} set ${fingerprintColumn} = ? where name = ?`;
			await this.#execute(sql, [fingerprintOfFile(file), file.id], transaction);
		} catch {
			if (hasSavepoint) await this.#execute('rollback to savepoint fingerprint', [], transaction);
		}
	}

	async #hasColumn(transaction: unknown): Promise<boolean> {
		if (this.#hasFingerprints) return true;
		const mysql =
			'select 1 from information_schema.columns where table_schema = database() and table_name = ? and column_name = ?';
		const select = {
			sqlite: 'select 1 from pragma_table_info(?) where name = ?',
			postgresql: 'select 1 from pg_attribute where attrelid = ?::regclass and attname = ?',
			mysql,
			mariadb: mysql,
		}[this.#engine.driverName];
		const table =
			this.#engine.driverName === 'postgresql' ? this.#quoted : this.#table.split('.').pop();
		const rows = await this.#execute(select, [table, fingerprintColumn], transaction);
		this.#hasFingerprints = rows.length > 0;
		return this.#hasFingerprints;
	}

	/**
	 * SQLite changes the version with every commit of another connection. As long as it stays the same,
	 * nothing but this run has recorded anything.
	 */
	async #isInCache(names: string[], transaction: unknown): Promise<boolean> {
		const [row] = await this.#execute('pragma data_version', [], transaction);
		const version = row.data_version;
		if (this.#cache?.version !== version) {
			const rows = await this.#execute(`select name from ${this.#quoted}`, [], transaction);
			this.#cache = {version, names: new Set(rows.map(({name}) => name))};
		}
		return names.some(name => this.#cache!.names.has(name));
	}

	#namesIn(names: string[], transaction: unknown): Promise<any[]> {
		const sql = `select 1 from ${this.#quoted} where name in (${marks(names)})`;
		return this.#execute(sql, names, transaction);
	}

	async #insert(row: Record<string, string>, transaction: unknown): Promise<void> {
		const values = Object.values(row);
		const sql = `insert into ${this.#quoted} (${Object.keys(row).join(', ')}) values (${marks(values)})`;
		await this.#engine.connection.execute(sql, values, 'run', transaction);
	}

	#execute(sql: string, values: unknown[], transaction: unknown): Promise<any[]> {
		return this.#engine.connection.execute(sql, values, 'all', transaction);
	}

	get #quoted(): string {
		return this.#engine.quote(this.#table);
	}
}

/** The name as it may be recorded: older versions of MikroORM kept the file's ending. */
function namesOf({file: {id}}: Step): string[] {
	return [id, `${id}.ts`, `${id}.js`];
}

function marks(values: unknown[]): string {
	return values.map(() => '?').join(', ');
}
