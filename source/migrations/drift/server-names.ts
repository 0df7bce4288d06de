import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {Snapshot} from '../schema/snapshot.ts';

/** @returns gives a schema the names that the server keeps its tables under, which may be in lower case */
export async function namesIn(orm: MikroOrm): Promise<(snapshot: Snapshot) => Snapshot> {
	if (!isMysqlFamily(orm.driverName)) return snapshot => snapshot;
	const [{mode}] = await orm.connection.execute('select @@lower_case_table_names as mode');
	return Number(mode) === 1 ? inLowerCase : snapshot => snapshot;
}

function inLowerCase(snapshot: Snapshot): Snapshot {
	const lower = <T extends {name: string}>(one: T): T => ({...one, name: one.name.toLowerCase()});
	const tables = snapshot.tables.map(table => {
		const foreignKeys = structuredClone(table.foreignKeys);
		for (const key of Object.values(foreignKeys)) {
			key.localTableName = key.localTableName.toLowerCase();
			key.referencedTableName = key.referencedTableName.toLowerCase();
		}
		return {...lower(table), foreignKeys};
	});
	return {...snapshot, tables, views: snapshot.views.map(lower)};
}
