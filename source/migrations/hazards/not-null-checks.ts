import type {Effect} from '../sql/effect.ts';
import {cursorOver} from '../sql/texts.ts';
import {NotUnderstood} from '../sql/tokens.ts';
import type {Tables} from './tables/tables.ts';

/** The checks of PostgreSQL, at this point of a plan, that a column has no NULL: `set not null` reads no row then. */
export class NotNullChecks {
	readonly #tables: Tables;
	/** Of those for new rows only, by `table.name`. */
	readonly #definitions = new Map<string, string>();
	/** The column of each one that the plan validates, by `table.name`. */
	readonly #columns = new Map<string, string>();
	readonly #dropped = new Set<string>();

	constructor(tables: Tables) {
		this.#tables = tables;
	}

	async follow(effect: Effect): Promise<void> {
		if (!('table' in effect) || !('name' in effect)) return;
		const key = keyOf(effect.table, effect.name);
		if (effect.kind === 'not-validated') this.#definitions.set(key, effect.definition);
		if (effect.kind === 'drop-constraint') {
			this.#columns.delete(key);
			this.#dropped.add(key);
		}
		if (effect.kind !== 'validate') return;
		const made = this.#definitions.get(key);
		const column = columnIn(made ?? (await this.#tables.constraint(effect.table, effect.name)));
		if (column !== undefined) this.#columns.set(key, column);
	}

	/** Whether a check says it of all rows. */
	async has(table: string, column: string): Promise<boolean> {
		const start = keyOf(table, '');
		const validated = [...this.#columns].filter(([key]) => key.startsWith(start));
		if (validated.some(([, name]) => name === column)) return true;
		const now = this.#tables.quoted(table, column);
		const existing = await this.#tables.validatedChecks(table).catch(() => []);
		return existing.some(({name, text}) => {
			const checked = this.#dropped.has(keyOf(table, name)) ? undefined : columnIn(text);
			return checked !== undefined && this.#tables.quote(checked) === now;
		});
	}
}

function keyOf(table: string, name: string): string {
	return `${table}\0${name}`;
}

/** `CHECK ((note IS NOT NULL))` → note; undefined for a check of something else */
function columnIn(definition: string): string | undefined {
	try {
		let cursor = cursorOver(definition, 'postgresql');
		if (!cursor.take('check')) return undefined;
		while (cursor.is('(')) cursor = cursor.brackets();
		const column = cursor.name();
		return cursor.take('is not null') && cursor.isAtEnd ? column : undefined;
	} catch (error) {
		if (error instanceof NotUnderstood) return undefined;
		throw error;
	}
}
