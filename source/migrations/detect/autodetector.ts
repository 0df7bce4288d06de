import type {App} from '../../project/apps/app-registry.ts';
import type {MikroOrm, SchemaDifference} from '../engine/mikro-orm.ts';
import {collectingQuestioner, type Questioner} from '../questions/questioner.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import {isSameSchema} from '../schema/snapshot-text.ts';
import {isTable} from '../schema/table-key.ts';
import type {Comparison} from './comparison.ts';
import {
	droppedBy,
	newlyReferenced,
	withoutKeysTo,
	withoutNewKeysTo,
} from './cross-app-foreign-keys.ts';
import {refuseSharedEnums} from './native-enums.ts';
import {OneOffValues} from './one-off-defaults.ts';
import {type Operation, operationsOf} from './operations.ts';
import {refuseNewTypesOfPartitionKeys} from './partition-keys.ts';
import {RenameDetector} from './rename-detector.ts';
import {Renames} from './renames.ts';
import {type Statements, statementsBetween} from './steps.ts';

/** What existing rows get in batches, where it is NULL. */
export interface Fill {
	/** The entity's name. */
	entity: string;
	property: string;
	/** In SQL. */
	value: string;
}

/** The difference between an app's entities and its last migration. */
export interface AppChanges {
	app: App;
	operations: Operation[];
	/** The answers to questions, as flags. */
	answers: string[];
	up: string[];
	down: string[];
	/** Labels of other apps whose tables are newly referenced. */
	references: string[];
	/** Tables that are dropped. */
	removed: string[];
	/** Tables that a foreign key to is dropped. */
	released: string[];
	/** The schema after this change. */
	snapshot: Snapshot;
	/** It changes no schema, and is a backfill. */
	fill?: Fill;
	/**
	 * Splits it where rows are to be filled in batches: the columns let NULL in before.
	 * @param isMeant whether the rows of a table are
	 */
	fillInBatches?(isMeant: (table: string) => Promise<boolean>): Promise<AppChanges[]>;
	/** Splits it in two steps, of which the second adds the keys to tables of these apps. */
	holdBackKeysTo?(labels: string[]): [AppChanges, AppChanges];
	/** Splits it in two steps, of which the first drops the keys to these tables. */
	dropKeysFirst?(tables: string[]): [AppChanges, AppChanges];
}

/**
 * Compares the entities with the snapshot of the app's last migration; no database is asked.
 * @returns undefined when nothing has changed
 */
export async function detectChanges(
	app: App,
	before: Snapshot,
	orm: MikroOrm,
	questioner: Questioner,
): Promise<AppChanges | undefined> {
	// Before the target: generating SQL from a schema removes parts of it.
	const to = orm.target.snapshotOf(app, null);
	if (isSameSchema(before, to)) return undefined;
	if (!orm.makesMigrations) return changesInWords(app, before, to, orm);
	refuseSharedEnums(app, before, to, orm);
	const from = structuredClone(before);
	const collecting = collectingQuestioner(questioner);
	const comparison = {app, before, from, to, orm, questioner: collecting};
	return new Autodetector({...comparison, renames: new Renames(orm)}).detect();
}

/** As MikroORM's own command line compares them. It asks nothing, and there is no SQL. */
function changesInWords(
	app: App,
	before: Snapshot,
	to: Snapshot,
	orm: MikroOrm,
): AppChanges | undefined {
	const difference = orm.compare(orm.schemaFrom(before), orm.target.of(app));
	const operations = operationsOf(difference, before, to);
	if (operations.length === 0) return undefined;
	const none = {answers: [], up: [], down: [], references: [], removed: [], released: []};
	return {app, operations, ...none, snapshot: to};
}

class Autodetector {
	readonly #comparison: Comparison;
	readonly #target: any;
	readonly #detector: RenameDetector;
	readonly #values: OneOffValues;

	constructor(comparison: Comparison) {
		this.#comparison = comparison;
		this.#target = comparison.orm.target.of(comparison.app);
		this.#detector = new RenameDetector(comparison);
		this.#values = new OneOffValues(comparison);
	}

	async detect(): Promise<AppChanges | undefined> {
		const {app, before, from, to, orm} = this.#comparison;
		const compare = () => this.#compare(orm.schemaFrom(from), this.#target);
		await this.#detector.tables(compare());
		await this.#detector.columns(compare());
		refuseNewTypesOfPartitionKeys(compare(), to);
		await this.#values.ask(compare());
		const changes = this.#step(before, this.#target, to);
		if (changes.up.length === 0) return undefined;
		const isOf = (labels: string[]) => (table: string) => {
			const owner = orm.target.ownerOf(table);
			return owner !== undefined && owner !== app.label && labels.includes(owner);
		};
		return {
			...changes,
			holdBackKeysTo: labels => this.#inTwoSteps(withoutNewKeysTo(to, from, isOf(labels)), true),
			fillInBatches: isMeant => this.#aroundFills({...changes}, isMeant),
			dropKeysFirst: tables => this.#inTwoSteps(withoutKeysTo(before, tables), false),
		};
	}

	/** @param changeFirst whether the first step makes the changes, and the second the keys */
	#inTwoSteps(middle: Snapshot, changeFirst: boolean): [AppChanges, AppChanges] {
		const {before, to, orm} = this.#comparison;
		// A schema is good for one generation of SQL.
		const step = (from: Snapshot, after: Snapshot, withRenames: boolean) =>
			this.#step(from, orm.schemaFrom(after), after, withRenames);
		return [step(before, middle, changeFirst), step(middle, to, !changeFirst)];
	}

	async #aroundFills(
		whole: AppChanges,
		isMeant: (table: string) => Promise<boolean>,
	): Promise<AppChanges[]> {
		const {app, to} = this.#comparison;
		const updates = await this.#values.leaveOut(isMeant);
		if (updates.length === 0) return [whole];
		const middle = structuredClone(to);
		for (const {table, column} of updates)
			middle.tables.find(isTable(table))!.columns[column]!.nullable = true;
		const [first, last] = this.#inTwoSteps(middle, true);
		const none = {answers: [], up: [], down: [], references: [], removed: [], released: []};
		const fills = updates.map(({entity, property, value}): AppChanges => {
			const name = entity.toLowerCase();
			const sentence = `Fill property ${property} on ${name}`;
			const operations: Operation[] = [{sign: '~', sentence, slug: `fill_${name}_${property}`}];
			return {app, ...none, operations, snapshot: middle, fill: {entity, property, value}};
		});
		return [...(first.up.length > 0 ? [first] : []), ...fills, last];
	}

	#compare(before: any, after: any): SchemaDifference {
		const {from, orm} = this.#comparison;
		return from.isRead ? orm.compare(before, after) : orm.compareExactly(before, after);
	}

	/** @param withRenames whether tables and columns get their new names in this step */
	#step(before: Snapshot, target: any, snapshot: Snapshot, withRenames = true): AppChanges {
		const {app, to, orm, questioner} = this.#comparison;
		const renames = withRenames ? this.#comparison.renames : new Renames(orm);
		const operations = withRenames ? this.#detector.operations : [];
		const ready = renames.ready(before);
		const renamed = renames.after(ready);
		const whole = renames.after(before);
		const changes = operationsOf(this.#compare(orm.schemaFrom(whole), target), whole, to);
		const difference = this.#compare(orm.schemaFrom(renamed), target);
		const references = new Set(newlyReferenced(difference, app.label, orm));
		const between = (from: Snapshot, to: Snapshot, target?: any) => {
			const {sql, apps} = this.#between(from, to, target);
			for (const label of apps) references.add(label);
			return sql;
		};
		const down = [...between(snapshot, renamed), ...renames.down, ...between(ready, before)];
		// Last, as it changes the target.
		const up = [...between(before, ready), ...renames.up, ...between(renamed, snapshot, target)];
		return {
			...{app, up, down},
			operations: [...operations, ...changes],
			answers: withRenames ? questioner.answers : [],
			references: [...references],
			...droppedBy(difference),
			snapshot,
		};
	}

	#between(from: Snapshot, to: Snapshot, target?: any): Statements {
		const {orm, app} = this.#comparison;
		const compare = (before: any, after: any) => this.#compare(before, after);
		const write = (difference: SchemaDifference) => {
			const {first, last} = this.#values.fill(difference);
			return [...first, ...orm.sqlOf(difference), ...last];
		};
		return statementsBetween({orm, app, compare, write}, from, to, target);
	}
}
