import {existsSync, globSync} from 'node:fs';
import path from 'node:path';
import {CommandError, noSnapshot} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import {databaseFile, isMissingFile} from '../../project/database/address.ts';
import {dialectOf} from '../../project/database/dialect.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {PlainProject} from '../../project/project.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import {type MikroOrm, overMikroOrm} from '../engine/mikro-orm.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {loadGraph} from '../graph/state.ts';
import {readApplied} from '../record/recorder.ts';
import {emptySnapshot, readJson, type Snapshot, verifyTables} from '../schema/snapshot.ts';
import {canMakeMigrations, makeCommand} from './make-command.ts';
import {changesOf, type Maker} from './maker.ts';
import {onlinePartsOn} from './split-online.ts';
import type {NewMigration} from './writer.ts';

/** Migrations that MikroORM itself could have written, with MikroORM's snapshot beside them. */
export function plainMaker(project: PlainProject): Maker {
	const {snapshotFile, tableName} = project.migrations;
	const maker: Maker = {
		/** From what MikroORM compares entities with: its snapshot, or the database if there is none. */
		async schemaAfter(_, orm, graph) {
			if (snapshotFile && existsSync(snapshotFile)) {
				const hint = 'Bring it back from version control.';
				const snapshot = readJson(snapshotFile, hint);
				return orm.snapshotFrom(verifyTables(snapshot, snapshotFile, hint));
			}
			const applied = await readApplied(project);
			const pending = graph.order.find(({id}) => !applied.has(id));
			if (pending) throw withoutSnapshot(project, pending.id);
			// Opening a file that does not exist would create it.
			if (databaseFile(project) && isMissingFile(project)) return emptySnapshot();
			const read = orm.snapshotFrom(JSON.parse(JSON.stringify(await orm.introspect())));
			const snapshot: Snapshot = {...read, isRead: true};
			const [namespace, table] = tableName.split('.');
			if (!table) return snapshot;
			// The recorder makes the schema that its table is in: no migration may drop it.
			return {...snapshot, namespaces: [...new Set([...snapshot.namespaces, namespace!])]};
		},
		async make(open, graph, options) {
			refuseOnSix(project);
			if (options.dialects?.length) {
				const message = 'Migrations of a plain MikroORM project are for one database only.';
				throw new CommandError(message, {code: 'plain-project', hint: 'Leave --dialect out.'});
			}
			const changes = await changesOf(maker, project, open, graph, options);
			const orm = await overMikroOrm(project, open);
			const made: NewMigration[] = [];
			for (const change of changes) {
				const parts = options.online
					? await onlinePartsOn(
							...[dialectOf(project), change],
							await maker.schemaAfter(change.app, orm, graph),
						)
					: [{...change, suffix: undefined, transactional: true}];
				for (const {suffix, up, down, transactional} of parts) {
					const statements = {up: withoutKeys(up), down: withoutKeys(down), transactional};
					const slug = suffix && options.name ? `${options.name}_${suffix}` : options.name;
					const file = await fileFor(project, orm, namesAfter(graph, made), statements, slug);
					const operations = made.length === 0 ? change.operations : [];
					made.push({...change, up, down, operations, dependencies: [], ...file});
				}
			}
			if (snapshotFile) {
				const text = JSON.stringify(orm.target.json, null, 2);
				made.at(-1)?.files?.push({path: snapshotFile, text});
			}
			return made;
		},
		/** Writes no snapshot: MikroORM's own would hide changes without a migration. */
		async makeEmpty(graph, {apps, name}) {
			refuseOnSix(project);
			const open = await project.access.openOrm(project);
			try {
				const orm = await overMikroOrm(project, open);
				const statements = {up: ['select 1'], down: ['select 1']};
				const none = {operations: [], dependencies: [], snapshot: emptySnapshot()};
				const made = await fileFor(project, orm, graph, statements, name);
				return [{app: apps[0]!, ...none, ...statements, ...made}];
			} finally {
				await open.orm.close(true);
			}
		},
	};
	return maker;
}

/** @throws CommandError `mikro-orm-version` */
function refuseOnSix(project: PlainProject): void {
	if (canMakeMigrations(project)) return;
	throw new CommandError('With MikroORM 6, its own command line makes the migrations.', {
		code: 'mikro-orm-version',
		hint: `Run '${makeCommand(project)}'; quarterdeck runs them.`,
	});
}

async function fileFor(
	{migrations: {target, all}}: PlainProject,
	orm: MikroOrm,
	graph: Pick<MigrationGraph, 'order'>,
	{transactional = true, ...statements}: {up: string[]; down: string[]; transactional?: boolean},
	name: string | undefined,
): Promise<Required<Pick<NewMigration, 'name' | 'files'>>> {
	const timestamp = freeTimestamp(candidate => all.fileName(candidate, name), graph);
	const file: string = all.fileName(timestamp, name);
	const source = await orm.sourceOf(all, timestamp, name, statements, target);
	const text = transactional ? source : withoutTransaction(source, all.emit);
	return {name: file, files: [{path: path.join(target, `${file}.${all.emit}`), text}]};
}

/** Those on disk, and those that are not written yet. */
function namesAfter({order}: MigrationGraph, made: NewMigration[]): Pick<MigrationGraph, 'order'> {
	return {
		order: [...order, ...made.map(({name}) => ({id: name}) as MigrationGraph['order'][number])],
	};
}

/** @param source as MikroORM's generator, or the project's, writes it */
function withoutTransaction(source: string, emit: string): string {
	const override = emit === 'ts' ? 'override ' : '';
	return source.replace(
		/\bextends Migration\s*\{\n/,
		start => `${start}\n  ${override}isTransactional() {\n    return false;\n  }\n`,
	);
}

/**
 * `20261124071200`: now, or the first second after it whose name is free. Names give the order, so it is
 * after all others, also after those of a clock that was ahead.
 */
export function freeTimestamp(
	nameOf: (timestamp: string) => string,
	{order}: Pick<MigrationGraph, 'order'>,
): string {
	const taken = new Set(order.map(({id}) => id));
	const newest = Math.max(0, ...[...taken].map(timeIn));
	for (let time = Math.max(Date.now(), newest + 1000); ; time += 1000) {
		const timestamp = new Date(time).toISOString().slice(0, 19).replace(/\D/g, '');
		if (!taken.has(nameOf(timestamp))) return timestamp;
	}
}

/** The time in a name, in milliseconds since 1970; 0 without one. */
function timeIn(name: string): number {
	const [, ...parts] = /(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(name)?.map(Number) ?? [];
	const [year = 1970, month = 1, ...rest] = parts;
	return Date.UTC(year, month - 1, ...rest);
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

/**
 * Writes MikroORM's snapshot if there is none. To be called when the entities have been compared with the
 * database and nothing has changed.
 * @returns the path of the snapshot if it was written
 */
export async function writeMissingSnapshot(
	project: PlainProject,
	open: OpenOrm,
): Promise<string | undefined> {
	const {snapshotFile} = project.migrations;
	if (!snapshotFile || existsSync(snapshotFile)) return undefined;
	if ((await loadGraph(project)).order.length === 0) return undefined;
	const {target} = await overMikroOrm(project, open);
	writeFileAtomically(snapshotFile, JSON.stringify(target.json, null, 2));
	return snapshotFile;
}

/** Neither a snapshot nor the database says what the migrations make. */
function withoutSnapshot(project: PlainProject, pending: string) {
	const {root, migrations, settingsFile} = project;
	const {snapshotFile, target} = migrations;
	const migrate = `Run 'quarterdeck migrate': with ${pending} applied, entities are compared with the database.`;
	const hint = !canMakeMigrations(project)
		? migrate
		: snapshotFile
			? [
					`${pending} is not applied, so the database says nothing about it either. Run 'quarterdeck migrate', then 'quarterdeck makemigrations', which writes ${path.relative(root, snapshotFile)}.`,
					...globSync('.snapshot-*.json', {cwd: target}).map(
						file =>
							`Or use ${file}, written for a database of another name: set migrations.snapshotName to '${path.parse(file).name}' in ${path.relative(root, settingsFile)}.`,
					),
				].join('\n')
			: `Its MikroORM config writes none. ${migrate}`;
	return new CommandError('Entities not compared: no snapshot.', {
		...{code: noSnapshot, hint, ways: [ways.migrate]},
	});
}
