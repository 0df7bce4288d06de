import {createHash} from 'node:crypto';
import {databaseAddress} from '../../project/database/address.ts';
import type {Database} from '../../project/database/database.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {lifetime} from './cluster-row.ts';
import {ServerLock} from './server-lock.ts';

/** `get_lock`, which ends with its connection. In a cluster (Galera, Group Replication) it holds on one node only. */
export async function mysqlLock(project: Project): Promise<ServerLock> {
	const connection = (await connectDatabase(project))!;
	const key = lockName(databaseAddress(project).name);
	const ask = async (condition: string) => {
		const [row] = await connection.query(`select ${condition} as answer`, [key]);
		return Number(row!.answer) === 1;
	};
	return new ServerLock({
		...{connection, notes: connection, node: await clusterNode(connection)},
		lock: () => ask('get_lock(?, 0)'),
		unlock: () => ask('release_lock(?)'),
		isHeld: () => ask('is_used_lock(?) = connection_id()'),
	});
}

/** At most 64 characters, and different for any two databases of one server. */
function lockName(name: string): string {
	const key = `quarterdeck:${name}`;
	if (key.length <= 64) return key;
	return `quarterdeck:${createHash('sha256').update(name).digest('hex').slice(0, 48)}`;
}

/** Prepares the session. @returns undefined when the server is not part of a cluster */
async function clusterNode(database: Database): Promise<string | undefined> {
	await database.query(`set session wait_timeout = ${lifetime}`);
	const variables = await database.query(
		"show variables where variable_name in ('wsrep_on', 'group_replication_group_name')",
	);
	const values = new Map(
		variables.map(({Variable_name, Value}) => [Variable_name.toLowerCase(), Value]),
	);
	const isGalera = values.get('wsrep_on') === 'ON';
	if (isGalera) await database.query('set session wsrep_sync_wait = 7');
	else if (!values.get('group_replication_group_name')) return undefined;
	const [row] = await database.query("select concat(@@hostname, ':', @@port) as node");
	return row!.node;
}
