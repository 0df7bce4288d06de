import {existsSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import type {App} from '../../project/apps/app-registry.ts';
import {isMissingFile, sqliteFile} from '../../project/database/address.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {PlainProject} from '../../project/project.ts';
import {type MikroOrm, overMikroOrm} from '../engine/mikro-orm.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {readApplied} from '../record/recorder.ts';
import {emptySnapshot, readJson, type Snapshot} from '../schema/snapshot.ts';
import {changesOf, type EmptyOptions, type MakeOptions, type Maker} from './maker.ts';
import type {NewMigration} from './writer.ts';

/** Migrations that MikroORM itself could have written, with MikroORM's snapshot beside them. */
export class PlainMaker implements Maker {
	readonly #project: PlainProject;

	constructor(project: PlainProject) {
		this.#project = project;
	}

	/** What MikroORM compares entities with: its snapshot file, or the database where there is none. */
	async schemaAfter(_: App, orm: MikroOrm, graph: MigrationGraph): Promise<Snapshot> {
		const {snapshotFile, tableName} = this.#project.migrations;
		if (snapshotFile && existsSync(snapshotFile)) {
			const hint = 'Bring it back from version control.';
			return orm.snapshotFrom(readJson(snapshotFile, hint));
		}
		const applied = await readApplied(this.#project);
		const pending = graph.order.find(({id}) => !applied.has(id));
		if (pending) throw withoutSnapshot(pending.id);
		// Looking at a SQLite database that does not exist would create it.
		if (isMissingFile(this.#project) && sqliteFile(this.#project) !== ':memory:')
			return emptySnapshot();
		const snapshot = orm.snapshotFrom(JSON.parse(JSON.stringify(await orm.introspect())));
		const [namespace, table] = tableName.split('.');
		return table ? withNamespace(snapshot, namespace!) : snapshot;
	}

	async make(open: OpenOrm, graph: MigrationGraph, options: MakeOptions): Promise<NewMigration[]> {
		if (options.dialects?.length) throw onlyOneDatabase();
		const changes = await changesOf(this, this.#project, open, graph, options);
		const orm = await overMikroOrm(this.#project, open);
		const {snapshotFile} = this.#project.migrations;
		return Promise.all(
			changes.map(async ({up, down, ...change}) => {
				const written = {up: withoutKeys(up), down: withoutKeys(down)};
				const made = await this.#write(orm, graph, written, options.name);
				if (snapshotFile) {
					made.files.push({path: snapshotFile, text: JSON.stringify(orm.target.json, null, 2)});
				}
				return {...change, up, down, dependencies: [], ...made};
			}),
		);
	}

	/** The snapshot stays as it is: MikroORM's own would hide changes without a migration. */
	async makeEmpty(graph: MigrationGraph, {apps, name}: EmptyOptions): Promise<NewMigration[]> {
		const open = await this.#project.access.openOrm(this.#project);
		try {
			const orm = await overMikroOrm(this.#project, open);
			const statements = {up: ['select 1'], down: ['select 1']};
			const none = {operations: [], dependencies: [], snapshot: emptySnapshot()};
			const made = await this.#write(orm, graph, statements, name);
			return [{app: apps[0]!, ...none, ...statements, ...made}];
		} finally {
			await open.orm.close(true);
		}
	}

	async #write(
		orm: MikroOrm,
		graph: MigrationGraph,
		statements: {up: string[]; down: string[]},
		name: string | undefined,
	): Promise<{name: string; files: {path: string; text: string}[]}> {
		const {target, all} = this.#project.migrations;
		const timestamp = freeTimestamp(candidate => all.fileName(candidate, name), graph);
		const file: string = all.fileName(timestamp, name);
		const text = await orm.sourceOf(all, timestamp, name, statements);
		return {name: file, files: [{path: path.join(target, `${file}.${all.emit}`), text}]};
	}
}

/** `20261124071200`: now, or the first second after it whose name is free. */
function freeTimestamp(nameOf: (timestamp: string) => string, graph: MigrationGraph): string {
	const taken = new Set(graph.order.map(({id}) => id));
	for (let time = Date.now(); ; time += 1000) {
		const timestamp = new Date(time).toISOString().slice(0, 19).replace(/\D/g, '');
		if (!taken.has(nameOf(timestamp))) return timestamp;
	}
}

/**
 * MikroORM may apply it without transactions: a rebuilt table must not empty the tables that refer to
 * it. In a transaction the pragmas do nothing; our executor needs neither.
 */
function withoutKeys(statements: string[]): string[] {
	const rebuilds = statements.some(sql => /__temp_alter[`"] rename to/.test(sql));
	if (!rebuilds) return statements;
	return ['pragma foreign_keys = off;', ...statements, 'pragma foreign_keys = on;'];
}

/** The recorder makes the schema that its table is in: no migration may drop it. */
function withNamespace(snapshot: Snapshot, name: string): Snapshot {
	return {...snapshot, namespaces: [...new Set([...snapshot.namespaces, name])]};
}

function withoutSnapshot(pending: string): CommandError {
	return new CommandError(
		`There is no snapshot of the schema, so entities are compared with the database, and ${pending} is not applied to it.`,
		{code: 'snapshot', hint: "Run 'quarterdeck migrate' first.", ways: [ways.migrate]},
	);
}

function onlyOneDatabase(): CommandError {
	return new CommandError('Migrations of a plain MikroORM project are for one database only.', {
		code: 'plain-project',
		hint: 'Leave --dialect out.',
	});
}
