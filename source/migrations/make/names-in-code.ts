import {existsSync} from 'node:fs';
import path from 'node:path';
import type {App} from '../../project/apps/app-registry.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import {writeTogether} from '../../system/atomic-file.ts';
import {overMikroOrm} from '../engine/mikro-orm.ts';
import {allDialects} from '../files/dialect-names.ts';
import {readSnapshotFile, type Snapshot, snapshotPath, verifyTables} from '../schema/snapshot.ts';
import {formatSnapshot} from '../schema/snapshot-text.ts';
import {isTable} from '../schema/table-key.ts';

/**
 * Entities and properties may be renamed in code alone. That needs no migration, but the snapshots have
 * to know what later questions and flags are about.
 * @param apps those that no migration was made for
 * @returns the snapshots that were written, as paths from the project's root
 */
export async function refreshNames(
	project: Project,
	open: OpenOrm,
	apps: App[],
): Promise<string[]> {
	if (project.kind === 'mikro-orm') return [];
	const {target} = await overMikroOrm(project, open);
	const written: string[] = [];
	for (const app of apps) {
		const files = allDialects.map(driver => snapshotPath(app, driver)).filter(existsSync);
		const now = target.snapshotOf(app, null);
		const stale = files.flatMap(file => {
			const snapshot = verifyTables(readSnapshotFile(file), file);
			const text = formatSnapshot(withNamesOf(now, snapshot));
			return text === formatSnapshot(snapshot) ? [] : {path: file, text};
		});
		writeTogether(stale);
		written.push(...stale.map(({path: file}) => path.relative(project.root, file)));
	}
	return written;
}

/** A schema with what the code calls its tables and columns now. */
export function withNamesOf(now: Snapshot, snapshot: Snapshot): Snapshot {
	const tables = snapshot.tables.map(table => {
		const same =
			now.tables.find(isTable(table)) ?? now.tables.find(({name}) => name === table.name);
		if (!same) return table;
		const columns = Object.entries(table.columns).map(([name, {name: _, property, ...column}]) => {
			const called = same.columns[name] ? same.columns[name].property : property;
			return [name, {name, ...(called !== undefined && {property: called}), ...column}];
		});
		return {...table, entity: same.entity, columns: Object.fromEntries(columns)};
	});
	return {...snapshot, tables};
}
