import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {type DriftReport, findDrift} from '../../source/migrations/drift/drift.ts';
import {type MikroOrm, overMikroOrm} from '../../source/migrations/engine/mikro-orm.ts';
import {execute} from '../../source/migrations/executor/executor.ts';
import {planMigrations, type Target} from '../../source/migrations/graph/plan.ts';
import {loadGraph} from '../../source/migrations/graph/state.ts';
import {takeRunLock} from '../../source/migrations/locks/lock.ts';
import {newMigrations} from '../../source/migrations/make/new-migrations.ts';
import {type NewMigration, writeMigrations} from '../../source/migrations/make/writer.ts';
import {FlagQuestioner} from '../../source/migrations/questions/flag-questioner.ts';
import type {Questioner} from '../../source/migrations/questions/questioner.ts';
import {readApplied} from '../../source/migrations/record/recorder.ts';
import {snapshotPath} from '../../source/migrations/schema/snapshot.ts';
import type {EntityReference} from '../../source/mikro-orm/entity.ts';
import {type Dialect, dialectOf} from '../../source/project/database/dialect.ts';
import type {OpenOrm} from '../../source/project/database-access.ts';
import {quarterdeckProject} from '../../source/project/open/open.ts';
import type {Project} from '../../source/project/project.ts';
import {type DatabaseSettings, withDefaults} from '../../source/project/settings/settings.ts';
import type {Event} from '../../source/runs/events.ts';
import {outcomeOf} from './outcome-of.ts';
import {linkPackages, temporaryFolder} from './project.ts';

/** What flags would say: `{renames: {'shop.book.name': 'title'}}`. */
export interface Answered {
	renames?: Record<string, string>;
	defaults?: Record<string, string>;
	/** As `--dialect`. */
	dialects?: Dialect[];
}

/** A project whose engine is called in this process, and whose entities change from call to call. */
export interface Workshop {
	project: Project;
	/** The entities of each app from here on. */
	entities: (apps: Record<string, EntityReference[]>) => void;
	/** Writes a migration of SQL by hand, behind the last one of the app. */
	hand(label: string, name: string, sql: string[]): void;
	/** Makes and writes migrations; fails where a question is left. */
	make(answers?: Answered): Promise<NewMigration[]>;
	makeAsking(questioner: Questioner): Promise<NewMigration[]>;
	/** Applies or unapplies; fails where a migration does. */
	migrate(target?: Target): Promise<Event[]>;
	drift(): Promise<DriftReport>;
	/** With the project's ORM over the entities as they are. */
	open<T>(work: (open: OpenOrm, orm: MikroOrm) => Promise<T>): Promise<T>;
}

/** @param database in a folder of its own where it is SQLite */
export function makeWorkshop(
	test: Pick<TestContext, 'after'>,
	labels: string[],
	database: DatabaseSettings = {driver: 'sqlite', name: 'db.sqlite3'},
): Workshop {
	const root = path.join(temporaryFolder(test), 'workshop');
	mkdirSync(root);
	writeFileSync(path.join(root, 'package.json'), '{"type": "module"}\n');
	linkPackages(root);
	const apps = labels.map(label => {
		const folder = path.join(root, label);
		return {label, name: `./${label}`, folder, migrationsFolder: `${folder}/migrations`, own: true};
	});
	const sqlite = {driver: 'sqlite', name: ''} as const;
	const defaults = withDefaults({apps: [], database: sqlite, secretKey: 'none'}, root);
	const settings = {...defaults, database};
	const project = quarterdeckProject({root, settingsFile: ''}, settings, apps);
	// Opening PGlite takes a second each time.
	const held = database.driver === 'pglite' ? project.access.connect(project) : undefined;
	if (held) test.after(async () => (await held)?.close());
	let current: Record<string, EntityReference[]> = {};
	const workshop: Workshop = {
		project,
		entities: entities => {
			current = entities;
		},
		hand: (label, name, sql) => {
			const app = apps.find(app => app.label === label)!;
			const file = snapshotPath(app, dialectOf(project));
			const snapshot = JSON.parse(readFileSync(file, 'utf8'));
			const dependencies = [`${label}.${snapshot.head}`];
			const migration = {app, name, dependencies, operations: [], up: sql, down: [], snapshot};
			writeMigrations([migration], dialectOf(project));
		},
		makeAsking: questioner =>
			workshop.open(async open => {
				const made = await newMigrations(project, open, {apps, questioner});
				writeMigrations(made, dialectOf(project));
				return made;
			}),
		make: ({renames = {}, defaults = {}, dialects} = {}) =>
			workshop.open(async open => {
				const questioner = new FlagQuestioner({
					renames: new Map(Object.entries(renames)),
					defaults: new Map(Object.entries(defaults)),
				});
				const made = await newMigrations(project, open, {apps, questioner, dialects});
				const [question] = questioner.unanswered;
				if (question) throw new Error(`Not answered: ${question.text} ${question.flag}`);
				writeMigrations(made, dialectOf(project));
				return made;
			}),
		migrate: target =>
			workshop.open(async (_, orm) => {
				const [graph, applied] = [await loadGraph(project), await readApplied(project)];
				const {steps} = planMigrations(graph, applied, target);
				const {signal} = new AbortController();
				const {result: lock} = await outcomeOf(takeRunLock(project, {wait: true, signal}));
				const options = {fake: false, atomic: false, wait: true, signal, lock};
				const events: Event[] = [];
				try {
					for await (const event of execute(project, orm, steps, options)) {
						events.push(event);
						if (event.type !== 'failed') continue;
						throw new Error(`${event.migration}: ${event.message}\n${event.sql}`);
					}
				} finally {
					await lock.release();
				}
				return events;
			}),
		drift: () => workshop.open(open => findDrift(project, open)),
		open: async work => {
			const loaded = new Map(Object.entries(current));
			const open = await project.access.openOrm(project, {loaded});
			try {
				return await work(open, await overMikroOrm(project, open));
			} finally {
				await open.orm.close(true);
			}
		},
	};
	return workshop;
}
