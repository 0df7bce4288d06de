import path from 'node:path';
import type {OpenOrm} from '../../project/database-access.ts';
import {openOrm} from '../../project/open/open-orm.ts';
import type {PlainProject} from '../../project/project.ts';
import type {AppChanges} from '../detect/autodetector.ts';
import {type MikroOrm, overMikroOrm} from '../engine/mikro-orm.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {emptySnapshot} from '../schema/snapshot.ts';
import type {NewMigration} from './writer.ts';

/**
 * The changes of a plain MikroORM project as a migration that MikroORM itself could have written,
 * with MikroORM's snapshot beside it.
 */
export async function plainMigrations(
	project: PlainProject,
	open: OpenOrm,
	changes: AppChanges[],
	graph: MigrationGraph,
	name?: string,
): Promise<NewMigration[]> {
	const orm = await overMikroOrm(project, open);
	return Promise.all(
		changes.map(async ({up, down, ...change}) => {
			const written = {up: withoutKeys(up), down: withoutKeys(down)};
			const made = await fileOf(project, orm, graph, written, name);
			const {snapshotFile} = project.migrations;
			const text = JSON.stringify(orm.targetJson, null, 2);
			const snapshot = snapshotFile ? {path: snapshotFile, text} : undefined;
			const plain = {...made.plain, ...(snapshot && {snapshot})};
			return {...change, up, down, dependencies: [], name: made.name, plain};
		}),
	);
}

/** To be written by hand. The snapshot stays as it is: MikroORM's own would hide open changes. */
export async function emptyPlainMigrations(
	project: PlainProject,
	graph: MigrationGraph,
	name?: string,
): Promise<NewMigration[]> {
	const open = await openOrm(project);
	try {
		const orm = await overMikroOrm(project, open);
		const statements = {up: ['select 1'], down: ['select 1']};
		const made = await fileOf(project, orm, graph, statements, name);
		const app = project.apps[0]!;
		const none = {operations: [], dependencies: [], snapshot: emptySnapshot()};
		return [{app, ...none, ...statements, ...made}];
	} finally {
		await open.orm.close(true);
	}
}

async function fileOf(
	{migrations}: PlainProject,
	orm: MikroOrm,
	graph: MigrationGraph,
	statements: {up: string[]; down: string[]},
	name?: string,
): Promise<{name: string; plain: {path: string; source: string}}> {
	const {target, all} = migrations;
	const timestamp = freeTimestamp(candidate => all.fileName(candidate, name), graph);
	const file: string = all.fileName(timestamp, name);
	const source = await orm.sourceOf(all, timestamp, name, statements);
	return {name: file, plain: {path: path.join(target, `${file}.${all.emit}`), source}};
}

/** `20261124071200`: now, or the first second whose name comes after all others. */
function freeTimestamp(nameOf: (timestamp: string) => string, graph: MigrationGraph): string {
	const taken = new Set(graph.order.map(({id}) => id));
	for (let time = Date.now(); ; time += 1000) {
		const timestamp = new Date(time).toISOString().slice(0, 19).replace(/\D/g, '');
		if (!taken.has(nameOf(timestamp))) return timestamp;
	}
}

/**
 * For who applies it with MikroORM and without transactions: a rebuilt table must not empty the
 * tables that refer to it. In a transaction these two do nothing; our executor needs neither.
 */
function withoutKeys(statements: string[]): string[] {
	const rebuilds = statements.some(sql => /__temp_alter[`"] rename to/.test(sql));
	if (!rebuilds) return statements;
	return ['pragma foreign_keys = off;', ...statements, 'pragma foreign_keys = on;'];
}
