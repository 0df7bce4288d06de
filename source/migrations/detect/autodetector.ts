import type {App} from '../../project/apps/app-registry.ts';
import type {MikroOrm, SchemaDifference} from '../engine/mikro-orm.ts';
import {CollectingQuestioner} from '../questions/collecting-questioner.ts';
import type {Questioner} from '../questions/questioner.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import {isSameSchema} from '../schema/snapshot-text.ts';
import {
	loosened,
	newlyReferenced,
	withoutKeysTo,
	withoutNewKeysTo,
} from './cross-app-foreign-keys.ts';
import {OneOffValues} from './one-off-defaults.ts';
import {Names, type Operation, operationsOf} from './operations.ts';
import {RenameDetector} from './rename-detector.ts';

/** What an app's entities have and its last migration has not. */
export interface AppChanges {
	app: App;
	operations: Operation[];
	/** What was answered to questions, as flags. */
	answers: string[];
	up: string[];
	down: string[];
	/** Labels of other apps whose tables are referenced from now on. */
	references: string[];
	/** Tables that go, and tables of other apps that are referenced no longer. */
	removed: string[];
	released: string[];
	/** The schema after this change. */
	snapshot: Snapshot;
	/** The same in two steps, of which the second adds the keys to tables of the apps named. */
	holdBackKeysTo(labels: string[]): [AppChanges, AppChanges];
	/** The same in two steps, of which the first takes away the keys to these tables. */
	dropKeysFirst(tables: string[]): [AppChanges, AppChanges];
}

type Step = Omit<AppChanges, 'holdBackKeysTo' | 'dropKeysFirst'>;

/**
 * Compares the entities with the snapshot of the app's last migration. Offline: no database is asked.
 * @returns undefined when nothing has changed
 */
export async function detectChanges(
	app: App,
	before: Snapshot,
	orm: MikroOrm,
	questioner: Questioner,
): Promise<AppChanges | undefined> {
	// Before the target: generating SQL from a schema takes parts of it away.
	const after = orm.target.snapshotOf(app, null);
	if (isSameSchema(before, after)) return undefined;
	return new Autodetector(app, before, after, orm, new CollectingQuestioner(questioner)).detect();
}

class Autodetector {
	readonly #app: App;
	readonly #orm: MikroOrm;
	readonly #questioner: CollectingQuestioner;
	/** The schema before; its renames are done as soon as they are known. */
	readonly #from: Snapshot;
	readonly #snapshot: Snapshot;
	readonly #target: any;
	readonly #names: Names;
	readonly #renames: RenameDetector;
	readonly #values: OneOffValues;

	constructor(
		app: App,
		before: Snapshot,
		after: Snapshot,
		orm: MikroOrm,
		questioner: CollectingQuestioner,
	) {
		this.#app = app;
		this.#orm = orm;
		this.#questioner = questioner;
		this.#from = structuredClone(before);
		this.#snapshot = after;
		this.#target = orm.target.of(app);
		this.#names = new Names(this.#snapshot);
		this.#renames = new RenameDetector(app, this.#from, this.#snapshot, orm, questioner);
		this.#values = new OneOffValues(orm);
	}

	async detect(): Promise<AppChanges | undefined> {
		await this.#renames.tables(this.#compare());
		await this.#renames.columns(this.#compare());
		const difference = this.#compare();
		const names = {from: new Names(this.#from), to: this.#names};
		await this.#values.ask(difference, this.#app.label, names, this.#questioner);
		const changes = this.#step(difference, this.#from, this.#target, this.#snapshot);
		if (changes.up.length === 0) return undefined;
		return {
			...changes,
			holdBackKeysTo: labels => {
				const isForeign = (table: string) => {
					const owner = this.#orm.target.ownerOf(table);
					return owner !== this.#app.label && labels.includes(owner ?? '');
				};
				return this.#inTwoSteps(withoutNewKeysTo(this.#snapshot, this.#from, isForeign), true);
			},
			dropKeysFirst: tables => this.#inTwoSteps(withoutKeysTo(this.#from, tables), false),
		};
	}

	/** @param changeFirst whether the changes are made in the first step, and the keys in the second */
	#inTwoSteps(middle: Snapshot, changeFirst: boolean): [AppChanges, AppChanges] {
		// A schema is good for one generation of SQL.
		const start = () => this.#orm.schemaFrom(this.#from);
		const between = () => this.#orm.schemaFrom(middle);
		const end = () => this.#orm.schemaFrom(this.#snapshot);
		const compare = (from: any, to: any) => withoutGuesses(this.#orm.compare(from, to));
		const once = (): never => {
			throw new Error('Changes are made in two steps at most.');
		};
		const alone = (step: Step) => ({...step, holdBackKeysTo: once, dropKeysFirst: once});
		return [
			alone(this.#step(compare(start(), between()), this.#from, between(), middle, changeFirst)),
			alone(this.#step(compare(between(), end()), middle, end(), this.#snapshot, !changeFirst)),
		];
	}

	/** @param withRenames whether it is the step in which tables and columns get their new names */
	#step(
		difference: SchemaDifference,
		before: Snapshot,
		target: any,
		snapshot: Snapshot,
		withRenames = true,
	): Step {
		const changes = operationsOf(difference, new Names(before), this.#names);
		const {first, last} = this.#values.fill(difference);
		const inverse = withoutGuesses(
			this.#orm.compare(target, this.#orm.schemaFrom(before), difference),
		);
		const back = this.#values.fill(inverse);
		const references = newlyReferenced(difference, this.#app.label, this.#orm);
		const renames = withRenames ? this.#renames : {operations: [], up: [], down: []};
		return {
			app: this.#app,
			operations: [...renames.operations, ...changes],
			answers: withRenames ? this.#questioner.answers : [],
			up: [...renames.up, ...first, ...this.#orm.sqlOf(difference), ...last],
			down: [...back.first, ...this.#orm.sqlOf(inverse), ...back.last, ...renames.down],
			references,
			...loosened(difference),
			snapshot,
		};
	}

	#compare(): SchemaDifference {
		return withoutGuesses(this.#orm.compare(this.#orm.schemaFrom(this.#from), this.#target));
	}
}

/** MikroORM takes one removed and one added column of a type for a rename; here that is a question. */
export function withoutGuesses(difference: SchemaDifference): SchemaDifference {
	for (const change of Object.values<any>(difference.changedTables)) {
		for (const [old, column] of Object.entries<any>(change.renamedColumns)) {
			delete change.renamedColumns[old];
			change.removedColumns[old] = change.fromTable.getColumn(old);
			change.addedColumns[column.name] = column;
		}
	}
	return difference;
}
