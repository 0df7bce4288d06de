import {existsSync, readFileSync} from 'node:fs';
import {CommandError, messageOf} from '../../errors/command-error.ts';
import {isMissingFile, sqliteFile} from '../../project/database/address.ts';
import type {PlainProject} from '../../project/project.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {readApplied} from '../record/recorder.ts';
import {emptySnapshot, type Snapshot} from '../schema/snapshot.ts';

/**
 * What MikroORM compares entities with: its snapshot file, or the database where there is none.
 * @throws CommandError `snapshot`, `database-unreachable`
 */
export async function readPlainSnapshot(
	project: PlainProject,
	orm: MikroOrm,
	graph: MigrationGraph,
): Promise<Snapshot> {
	const {snapshotFile} = project.migrations;
	if (snapshotFile && existsSync(snapshotFile)) return orm.snapshotFrom(parse(snapshotFile));
	const applied = await readApplied(project);
	const pending = graph.order.find(({id}) => !applied.has(id));
	if (pending) throw withoutSnapshot(pending.id);
	// Looking at a SQLite database that does not exist would create it.
	if (isMissingFile(project) && sqliteFile(project) !== ':memory:') return emptySnapshot();
	const snapshot = orm.snapshotFrom(JSON.parse(JSON.stringify(await orm.introspect())));
	const [namespace, table] = project.migrations.tableName.split('.');
	return table ? withNamespace(snapshot, namespace!) : snapshot;
}

/** The schema that the recorder's table is made in is made with it: no migration may drop it. */
function withNamespace(snapshot: Snapshot, name: string): Snapshot {
	return {...snapshot, namespaces: [...new Set([...snapshot.namespaces, name])]};
}

function parse(file: string): unknown {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		throw new CommandError(`${file} cannot be read: ${messageOf(error).split('\n')[0]}`, {
			code: 'snapshot',
			hint: 'Bring it back from version control.',
			file,
			cause: error,
		});
	}
}

function withoutSnapshot(pending: string): CommandError {
	return new CommandError(
		`There is no snapshot of the schema, so entities are compared with the database, and ${pending} is not applied to it.`,
		{code: 'snapshot', hint: "Run 'quarterdeck migrate' first."},
	);
}
