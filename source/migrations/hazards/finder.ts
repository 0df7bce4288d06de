import type {Database} from '../../project/database/database.ts';
import type {Act} from './effect.ts';
import {type Hazard, hazard} from './hazard.ts';
import {rebuildsOf} from './rebuild.ts';
import {rules} from './rules.ts';
import {actsOf, isSchemaChange} from './statement-effects.ts';
import {Tables} from './tables.ts';

/** What else is known of a migration. */
export interface Nature {
	/** It runs code of its own, of which the statements may be only a part. */
	runsCode?: boolean;
	/** It has a down() of its own, or is unapplied already. */
	reversible?: boolean;
}

/** Reads the statements of a plan in their order, and looks at the tables as they are now. */
export class HazardFinder {
	readonly #tables: Tables;
	/** What earlier statements of the plan made: it is empty, or filled by the plan itself. */
	readonly #made = new Set<string>();
	/** Whose rows an earlier statement changes: what would fail now may not fail then. */
	readonly #changed = new Set<string>();
	#anyChanged = false;
	readonly #enums = new Map<string, string[]>();

	/** @param database undefined when there is none yet: then there is nothing to lose */
	constructor(database: Database | undefined) {
		this.#tables = new Tables(database);
	}

	/** The hazards of one migration. */
	async find(sql: string[], nature: Nature = {}): Promise<Hazard[]> {
		const acts = sql.flatMap(actsOf);
		const rebuilds = rebuildsOf(acts);
		const filled = new Set(
			acts.flatMap(act => (act.kind === 'fill-nulls' ? [`${act.table}.${act.column}`] : [])),
		);
		const hazards: Hazard[] = [];
		this.#anyChanged ||= nature.runsCode ?? false;
		for (const act of acts) {
			if (act.kind === 'change-rows') this.#changed.add(act.table);
			if (act.kind === 'create-enum') this.#enums.set(act.type, act.values);
			const context = {tables: this.#tables, enums: this.#enums, rebuilds, filled};
			if (!('table' in act) || !this.#made.has(act.table)) {
				for (const rule of rules) {
					for (const found of await rule(act, context)) hazards.push(this.#asSure(found, act));
				}
			}
			const isCopy = act.kind === 'create-table' && rebuilds.some(({copy}) => copy === act.table);
			if (act.kind === 'create-table' && !isCopy) this.#made.add(act.table);
			const isReplaced = rebuilds.some(
				({copy}) => act.kind === 'rename-table' && copy === act.table,
			);
			if (!isReplaced) this.#tables.follow(act);
		}
		hazards.push(...(await this.#ofAll(sql, acts, nature)));
		return hazards;
	}

	#asSure(found: Hazard, act: Act): Hazard {
		const isSure = !this.#anyChanged && !('table' in act && this.#changed.has(act.table));
		return {...found, fails: found.fails && isSure};
	}

	/** What no single statement shows. */
	async #ofAll(sql: string[], acts: Act[], nature: Nature): Promise<Hazard[]> {
		const hazards: Hazard[] = [];
		const touched = await this.#rowsTouched(acts);
		const changes = sql.filter(isSchemaChange).length;
		const {dialect} = this.#tables;
		if ((dialect === 'mysql' || dialect === 'mariadb') && changes > 1 && touched > 0) {
			hazards.push(
				hazard(
					'DL011',
					`Each of its ${changes} changes of the schema is committed by itself: if one fails, those before it stay.`,
					'Make one change a migration; what stays can be taken up with --resume.',
				),
			);
		}
		if (nature.reversible === false) {
			hazards.push(
				hazard(
					'DL012',
					'It has no down(): it cannot be unapplied.',
					'Write its down() before it is applied anywhere else.',
				),
			);
		}
		const mixes =
			nature.runsCode || acts.some(act => act.kind === 'change-rows' && !this.#made.has(act.table));
		if (mixes && changes > 0 && touched > 0) {
			hazards.push(
				hazard(
					'DL013',
					'It changes rows and the schema together: the schema stays locked until the last row is written.',
					'Put the rows into a migration of their own.',
				),
			);
		}
		return hazards;
	}

	/** Rows in the tables whose schema changes. */
	async #rowsTouched(acts: Act[]): Promise<number> {
		let rows = 0;
		for (const act of acts) {
			const isChange =
				'table' in act && !/^(?:create-table|copy-rows|.*-rows|fill-nulls)$/.test(act.kind);
			if (isChange && !this.#made.has(act.table))
				rows += (await this.#tables.rowsOf(act.table)) ?? 0;
		}
		return rows;
	}
}
