import type {Database} from '../../project/database/database.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {ColumnDeclaration, Effect} from '../sql/effect.ts';
import {partsOfName, type QualifiedName} from '../sql/names.ts';
import {rebuildsOf} from '../sql/rebuild.ts';
import {effectsOf, isSchemaChange} from '../sql/statements.ts';
import {type Hazard, hazard, type RuleContext} from './hazard.ts';
import {NotNullChecks} from './not-null-checks.ts';
import {rules} from './rules.ts';
import {mayBeSome} from './tables/count.ts';
import {Tables} from './tables/tables.ts';

/** What is known about a migration besides its statements. */
export interface Traits {
	/** It runs code of its own, of which the statements may be only a part. */
	runsCode?: boolean;
	/** It has a down() of its own, or is being unapplied. */
	reversible?: boolean;
}

/** Reads the statements of a plan in their order, and looks at the tables as they are now. */
export class HazardFinder {
	/** As they are at this point of the plan. */
	readonly tables: Tables;
	/** The tables that earlier statements of the plan made: they are empty, or filled by the plan itself. */
	readonly #made = new Set<string>();
	/** The tables whose rows an earlier statement changes: what would fail now may not fail then. */
	readonly #changed = new Set<string>();
	/** Whether code may have changed the rows of any table. */
	#mayAllBeChanged = false;
	readonly #enums = new Map<string, string[]>();
	readonly #notValidated = new Map<string, string>();
	readonly #notNullChecks: NotNullChecks;
	readonly #routines = new Set<string>();
	readonly #dialect: Dialect;

	/** @param database undefined when it does not exist yet: then there is nothing to lose */
	constructor(database: Database | undefined) {
		this.tables = new Tables(database);
		this.#notNullChecks = new NotNullChecks(this.tables);
		this.#dialect = database?.dialect ?? 'sqlite';
	}

	/**
	 * The hazards of one migration.
	 * @param sql if it runs code, texts in the code: those that are no statements say nothing
	 */
	async find(sql: string[], traits: Traits = {}): Promise<Hazard[]> {
		const read = sql.flatMap(one => effectsOf(one, this.#dialect));
		const effects = traits.runsCode ? read.filter(isCertain) : read;
		const filled = effects.flatMap(effect =>
			effect.kind === 'change-rows' && effect.fills !== undefined
				? [`${effect.table}.${effect.fills}`]
				: [],
		);
		const context: RuleContext = {
			tables: this.tables,
			isChanged: table => this.#mayAllBeChanged || this.#changed.has(table),
			enums: this.#enums,
			notValidated: this.#notValidated,
			notNullChecks: this.#notNullChecks,
			rebuilds: rebuildsOf(effects),
			routines: this.#routines,
			filled: new Set(filled),
			droppedDefaults: new Set(),
			droppedIndexes: new Set(),
			unfilled: new Set(),
		};
		const hazards: Hazard[] = traits.runsCode ? [runsCode] : [];
		this.#mayAllBeChanged ||= traits.runsCode ?? false;
		for (const effect of effects) {
			if (changesRows(effect)) this.#changed.add(effect.table);
			if (effect.kind === 'create-routine') this.#routines.add(ownName(effect.name));
			if (effect.kind === 'create-enum') this.#enums.set(effect.type, effect.values);
			if (effect.kind === 'not-validated')
				this.#notValidated.set(`${effect.table}.${effect.name}`, effect.definition);
			followColumns(effect, context);
			await this.#notNullChecks.follow(effect);
			for await (const hazard of this.#hazardsOf(effect, context)) hazards.push(hazard);
			this.#follow(effect, context);
		}
		for await (const hazard of this.#hazardsOfAll(sql, effects, traits)) hazards.push(hazard);
		if (traits.runsCode) this.tables.followCode();
		return hazards;
	}

	async *#hazardsOf(effect: Effect, context: RuleContext): AsyncGenerator<Hazard> {
		const table = 'table' in effect ? effect.table : '';
		if (this.#made.has(table) || addsOnly.test(effect.kind)) return;
		for (const rule of rules) {
			for await (const found of rule(effect, context)) {
				yield {...found, fails: found.fails && !context.isChanged(table)};
			}
		}
	}

	/** A rebuilt table is the old one to the statements after it. */
	#follow(effect: Effect, {rebuilds}: RuleContext): void {
		const isCopy = 'table' in effect && rebuilds.some(({copy}) => copy === effect.table);
		if (effect.kind === 'create-table' && !isCopy) this.#made.add(effect.table);
		if (effect.kind !== 'rename-table' || !isCopy) this.tables.follow(effect);
	}

	/** The hazards that no single statement shows. */
	async *#hazardsOfAll(sql: string[], effects: Effect[], traits: Traits): AsyncGenerator<Hazard> {
		const touched = await this.#touchesRows(effects);
		const changes = sql.filter(isSchemaChange).length;
		if (isMysqlFamily(this.tables.dialect) && changes > 1 && touched) {
			yield hazard(
				'DL011',
				`Each of its ${changes} changes of the schema is committed at once: if one fails, the earlier ones stay.`,
				'Make one change per migration; a partly applied one can be resumed with --resume.',
			);
		}
		if (traits.reversible === false) {
			yield hazard(
				'DL012',
				'It has no down(): it cannot be unapplied.',
				'Write its down() before it is applied anywhere else.',
			);
		}
		const areChanged = effects.some(effect => changesRows(effect) && !this.#made.has(effect.table));
		if ((traits.runsCode || areChanged) && changes > 0 && touched) {
			yield hazard(
				'DL013',
				'It changes rows and the schema together: the schema stays locked until the last row is written.',
				'Change the rows in a migration of their own.',
			);
		}
	}

	/** Whether the tables whose schema changes may have rows. */
	async #touchesRows(effects: Effect[]): Promise<boolean> {
		for (const effect of effects) {
			const isSchema =
				'table' in effect &&
				!changesRows(effect) &&
				!/^(?:create-table|copy-rows|change-rows)$/.test(effect.kind);
			if (!isSchema || this.#made.has(effect.table)) continue;
			if (mayBeSome((await this.tables.rowsOf(effect.table)) ?? 0)) return true;
		}
		return false;
	}
}

const runsCode = hazard(
	'DL017',
	'Runs code, cannot be previewed.',
	'Read its source: nothing of it runs before the migration itself.',
);

/** Effects that no rule is about. */
const addsOnly = /^(?:create-table|create-enum|create-routine|add-rows|copy-rows)$/;

/** Whether a text in code can only be a statement. */
function isCertain({kind}: Effect): boolean {
	return kind !== 'not-understood' && kind !== 'calls' && kind !== 'change-names';
}

function followColumns(
	effect: Effect,
	{droppedDefaults, droppedIndexes, unfilled}: RuleContext,
): void {
	if (effect.kind === 'add-column' && effect.notNull && !isFilled(effect)) {
		unfilled.add(`${effect.table}.${effect.column}`);
	}
	if (effect.kind === 'drop-default') droppedDefaults.add(`${effect.table}.${effect.column}`);
	if (effect.kind === 'drop-constraint' || effect.kind === 'drop-object') {
		droppedIndexes.add(effect.name);
	}
}

function isFilled({hasDefault, isGenerated, declared}: ColumnDeclaration): boolean {
	return hasDefault || isGenerated || /^\s*timestamp\b|\bauto_increment\b/i.test(declared);
}

/** Other than those of the copy that replaces a table. */
function changesRows(
	effect: Effect,
): effect is Extract<Effect, {kind: 'add-rows' | 'change-rows' | 'delete-rows' | 'truncate'}> {
	if (effect.kind === 'change-rows') return effect.fills === undefined;
	return /^(?:(?:add|delete)-rows|truncate)$/.test(effect.kind);
}

function ownName(routine: QualifiedName): string {
	return partsOfName(routine).own.toLowerCase();
}
