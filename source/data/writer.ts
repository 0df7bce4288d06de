import {isCommandError, messageOf} from '../errors/command-error.ts';
import type {Query} from '../project/database/database.ts';
import {type Dialect, isMysqlFamily} from '../project/database/dialect.ts';
import {unfit} from './format.ts';
import type {StoredColumn} from './stored-tables.ts';
import type {DataTable} from './tables.ts';

/** The limits of a statement: rows, values (SQLite takes 32,766), and bytes. */
const mostRows = 500;
const mostValues = 30_000;
const mostBytes = 1_000_000;

interface Batch {
	table: DataTable;
	columns: StoredColumn[];
	rows: {values: unknown[]; place: string}[];
	bytes: number;
}

/** Writes rows in batches of the same table and columns. */
export class Writer {
	/** Those that were written. */
	readonly tables = new Set<DataTable>();
	readonly #query: Query;
	readonly #dialect: Dialect;
	readonly #quote: (name: string) => string;
	#batch: Batch | undefined;

	constructor(query: Query, dialect: Dialect, quote: (name: string) => string) {
		this.#query = query;
		this.#dialect = dialect;
		this.#quote = quote;
	}

	/** @throws CommandError `data-file` for the first row that the database refuses */
	async add(
		table: DataTable,
		columns: StoredColumn[],
		values: unknown[],
		place: string,
	): Promise<void> {
		if (!this.#batch || !isOf(this.#batch, table, columns)) {
			await this.flush();
			this.#batch = {table, columns, rows: [], bytes: 0};
			this.tables.add(table);
		}
		const batch = this.#batch;
		batch.rows.push({values, place});
		for (const value of values) batch.bytes += sizeOf(value);
		const count = batch.rows.length;
		if (count >= mostRows || count * columns.length >= mostValues || batch.bytes >= mostBytes)
			await this.flush();
	}

	async flush(): Promise<void> {
		const batch = this.#batch;
		this.#batch = undefined;
		if (!batch) return;
		try {
			await this.#alone(batch, batch.rows);
		} catch {
			// One after another, so that the one that is refused is known.
			for (const row of batch.rows) {
				try {
					await this.#alone(batch, [row]);
				} catch (error) {
					if (isCommandError(error)) throw error;
					throw unfit(row.place, `the database refuses it: ${sentenceOf(error)}`, error);
				}
			}
		}
	}

	/** On PostgreSQL, a statement that fails would end the transaction. */
	async #alone(batch: Batch, rows: Batch['rows']): Promise<void> {
		const needsSavepoint = this.#dialect === 'postgresql';
		if (needsSavepoint) await this.#query('savepoint quarterdeck');
		try {
			await this.#query(
				this.#insert(batch, rows.length),
				rows.flatMap(({values}) => values),
			);
		} catch (error) {
			if (needsSavepoint) await this.#query('rollback to savepoint quarterdeck');
			throw error;
		}
		if (needsSavepoint) await this.#query('release savepoint quarterdeck');
	}

	#insert({table, columns}: Batch, count: number): string {
		const names = columns.map(({name}) => this.#quote(name));
		if (names.length === 0) return this.#insertDefaults(table);
		const marks = `(${names.map(() => '?').join(', ')})`;
		const overriding = this.#dialect === 'postgresql' ? ' overriding system value' : '';
		const rows = Array(count).fill(marks).join(', ');
		return `insert into ${table.quoted} (${names.join(', ')})${overriding} values ${rows}${this.#overwrite(table, columns)}`;
	}

	#insertDefaults({quoted}: DataTable): string {
		const isMysql = isMysqlFamily(this.#dialect);
		return `insert into ${quoted} ${isMysql ? '() values ()' : 'default values'}`;
	}

	/** What makes of an insert an update of the row with the same primary key. */
	#overwrite({key}: DataTable, columns: StoredColumn[]): string {
		const hasKey =
			key.length > 0 && key.every(name => columns.some(column => column.name === name));
		if (!hasKey) return '';
		const keys = key.map(name => this.#quote(name));
		const others = columns
			.filter(({name}) => !key.includes(name))
			.map(({name}) => this.#quote(name));
		if (isMysqlFamily(this.#dialect)) return overwriteInMysql(keys, others);
		const set = others.map(name => `${name} = excluded.${name}`).join(', ');
		return ` on conflict (${keys.join(', ')}) do ${set ? `update set ${set}` : 'nothing'}`;
	}
}

/**
 * MySQL and MariaDB would overwrite the row that has the same value in any unique key. Where that is another
 * row, the subquery fails, as it has two rows.
 */
function overwriteInMysql([key, ...keys]: string[], others: string[]): string {
	const isSame = [key!, ...keys].map(name => `${name} <=> values(${name})`).join(' and ');
	const guarded = `${key} = if(${isSame}, ${key}, (select 1 union select 2))`;
	const set = others.map(name => `${name} = values(${name})`);
	return ` on duplicate key update ${[guarded, ...set].join(', ')}`;
}

function isOf(batch: Batch, table: DataTable, columns: StoredColumn[]): boolean {
	return (
		batch.table === table &&
		batch.columns.length === columns.length &&
		batch.columns.every((column, index) => column === columns[index])
	);
}

function sizeOf(value: unknown): number {
	if (typeof value === 'string') return value.length;
	return ArrayBuffer.isView(value) ? value.byteLength * 2 : 8;
}

function sentenceOf(error: unknown): string {
	if ((error as {errno?: number}).errno === 1242) return 'another row has the same unique value';
	return messageOf(error).split('\n')[0]!;
}
