import {CommandError} from '../../errors/command-error.ts';
import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {Snapshot} from '../schema/snapshot.ts';

/**
 * What MySQL's driver finds in MariaDB differs in every default.
 * @throws CommandError `wrong-driver`
 */
export async function refuseMariadbAsMysql({driverName, connection}: MikroOrm): Promise<void> {
	if (driverName !== 'mysql') return;
	const [{version}] = await connection.execute('select version() as version');
	if (!/mariadb/i.test(version)) return;
	throw new CommandError("This server is MariaDB: use driver 'mariadb'.", {
		code: 'wrong-driver',
		hint: "Set the driver in the settings, and run 'quarterdeck makemigrations --dialect mariadb'.",
	});
}

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
