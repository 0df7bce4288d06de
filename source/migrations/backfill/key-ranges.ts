import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';

/** A column of a primary key. */
export interface KeyColumn {
	name: string;
	/** Whether its values stand without quotes in SQL. */
	isInteger: boolean;
}

/** The rows after one key, up to and including another one; undefined for no end. */
export interface Range {
	after: string[] | null;
	to?: string[];
}

/** For values, in a statement that is only shown. */
const anyValue = '\0';

/** SQL about ranges of a primary key, whose values are texts: no type of a driver loses a digit of them. */
export class KeyRanges {
	readonly #orm: MikroOrm;
	readonly #columns: KeyColumn[];

	constructor(orm: MikroOrm, columns: KeyColumn[]) {
		this.#orm = orm;
		this.#columns = columns;
	}

	/** @param alias of the table in the statement */
	condition({after, to}: Range, alias?: string): string {
		const parts = [
			...(after ? [this.#compare('>', after, alias)] : []),
			...(to ? [this.#compare('<=', to, alias)] : []),
		];
		return parts.join(' and ') || '1 = 1';
	}

	/** The condition of some range. */
	example(alias?: string): string {
		const key = this.#columns.map(() => anyValue);
		return this.condition({after: key, to: key}, alias);
	}

	/** Selects the key that is so many rows behind another one. */
	keyAt(rows: number, after: string[] | null, table: string): string {
		const names = this.#columns.map(({name}) => this.#orm.quote(name)).join(', ');
		const texts = this.#columns.map(
			({name}, index) => `cast(${this.#orm.quote(name)} as ${this.#text}) as key_${index}`,
		);
		// The cast is made for the last row only.
		const last = `select ${names} from ${table} where ${this.condition({after})} order by ${names} limit 1 offset ${rows - 1}`;
		return `select ${texts.join(', ')} from (${last}) as last_row`;
	}

	keyIn(row: Record<string, unknown>): string[] {
		return this.#columns.map((_, index) => String(row[`key_${index}`]));
	}

	get #text(): string {
		return isMysqlFamily(this.#orm.driverName) ? 'char' : 'text';
	}

	/** MariaDB uses no index for a comparison of rows, so it gets the columns one by one. */
	#compare(sign: '>' | '<=', key: string[], alias: string | undefined): string {
		const prefix = alias === undefined ? '' : `${this.#orm.quote(alias)}.`;
		const names = this.#columns.map(({name}) => prefix + this.#orm.quote(name));
		const values = key.map((text, index) => this.#value(text, this.#columns[index]!));
		if (names.length === 1) return `${names[0]} ${sign} ${values[0]}`;
		if (!isMysqlFamily(this.#orm.driverName))
			return `(${names.join(', ')}) ${sign} (${values.join(', ')})`;
		const strict = sign === '>' ? '>' : '<';
		const cases = names.map((name, index) => {
			const equal = names.slice(0, index).map((other, at) => `${other} = ${values[at]}`);
			const last = index === names.length - 1 ? sign : strict;
			return `(${[...equal, `${name} ${last} ${values[index]}`].join(' and ')})`;
		});
		return `(${names[0]} ${strict}= ${values[0]} and (${cases.join(' or ')}))`;
	}

	#value(text: string, {isInteger}: KeyColumn): string {
		if (text === anyValue) return '?';
		return isInteger && /^-?\d+$/.test(text) ? text : this.#orm.quoteText(text);
	}
}
