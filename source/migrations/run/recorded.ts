import type {Engine} from '../engine/engine.ts';
import {fingerprintColumn} from '../files/fingerprint.ts';
import type {Step} from '../graph/plan.ts';
import {addFingerprint, fingerprintOfFile, hasFingerprints} from './fingerprints.ts';

/** The recorder's table while migrations run: its rows are read and written in their transactions. */
export class RecordedSteps {
	readonly #engine: Engine;
	readonly #table: string;
	/** What was recorded when SQLite's database had this version. */
	#seen: {version: number; names: Set<string>} | undefined;

	constructor(engine: Engine, table: string) {
		this.#engine = engine;
		this.#table = table;
	}

	/** Whether another run was faster. */
	async isDone(step: Step, transaction: unknown): Promise<boolean> {
		const names = namesOf(step);
		const isRecorded =
			this.#engine.driverName === 'sqlite'
				? await this.#isSeen(names, transaction)
				: (await this.#namesIn(names, transaction)).length > 0;
		return isRecorded === (step.direction === 'forwards');
	}

	/** A squashed migration stands for those it replaces, so that they may be gone one day. */
	async record(step: Step, transaction: unknown): Promise<void> {
		const {file, direction} = step;
		const table = this.#engine.quote(this.#table);
		const ask = (sql: string, values?: string[]): Promise<unknown> =>
			this.#engine.connection.execute(sql, values, 'run', transaction);
		const quoted = (names: string[]) => names.map(name => this.#engine.quoteValue(name));
		if (direction === 'backwards') {
			const names = quoted([...file.replaces, ...namesOf(step)]).join(', ');
			await ask(`delete from ${table} where name in (${names})`);
			return;
		}
		for (const name of quoted(file.replaces)) {
			await ask(`insert into ${table} (name) values (${name})`);
		}
		if (hasFingerprints(this.#engine)) {
			const sql = `insert into ${table} (name, ${fingerprintColumn}) values (?, ?)`;
			await ask(sql, [file.id, fingerprintOfFile(file)]);
		} else {
			await ask(`insert into ${table} (name) values (?)`, [file.id]);
			await addFingerprint(this.#engine, this.#table, step, transaction);
		}
	}

	/**
	 * The version changes with every commit of another connection; without one, all that was not
	 * recorded still is not, but for what this run has recorded itself.
	 */
	async #isSeen(names: string[], transaction: unknown): Promise<boolean> {
		const [{data_version: version}] = await this.#ask('pragma data_version', transaction);
		if (this.#seen?.version !== version) {
			const rows = await this.#ask(
				`select name from ${this.#engine.quote(this.#table)}`,
				transaction,
			);
			this.#seen = {version, names: new Set(rows.map(({name}) => name))};
		}
		return names.some(name => this.#seen!.names.has(name));
	}

	#namesIn(names: string[], transaction: unknown): Promise<any[]> {
		const quoted = names.map(name => this.#engine.quoteValue(name)).join(', ');
		const table = this.#engine.quote(this.#table);
		return this.#ask(`select 1 from ${table} where name in (${quoted})`, transaction);
	}

	#ask(sql: string, transaction: unknown): Promise<any[]> {
		return this.#engine.connection.execute(sql, [], 'all', transaction);
	}
}

/** The name as it may be recorded: older versions of MikroORM kept the file's ending. */
function namesOf({file: {id}}: Step): string[] {
	return [id, `${id}.ts`, `${id}.js`];
}
