import assert from 'node:assert/strict';
import test from 'node:test';
import {MikroORM as MariaOrm} from '@mikro-orm/mariadb';
import {MikroORM as PostgresOrm} from '@mikro-orm/postgresql';
import {callerAccess} from '../../source/library/caller-access.ts';
import {configAccess} from '../../source/project/plain/config-access.ts';
import type {Project} from '../../source/project/project.ts';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';

/** As projects have them: it opens several connections. */
const pool = {min: 0, max: 10};

for (const server of servers) {
	const {driver, host, port, user} = server;
	const options = {skip: skipWithout(`a ${driver} server`, isThere(server))};
	const isPostgres = driver === 'postgresql';
	const session = `select ${isPostgres ? 'pg_backend_pid()' : 'connection_id()'} as id`;

	test(
		`${driver}: a lock, its renewal and its check are of one session, whatever the pool`,
		options,
		async t => {
			const {name} = await makeDatabase(t, server);
			const given = {host, port, user, dbName: name, pool, entities: []};
			const discovery = {warnWhenNoEntities: false};
			const orm = await (isPostgres ? PostgresOrm : MariaOrm).init({...given, discovery} as never);
			t.after(() => orm.close(true));
			const project = {
				root: import.meta.dirname,
				settingsFile: 'mikro-orm.config.ts',
				settings: {database: {driver, name}},
			} as unknown as Project;
			for (const access of [configAccess(orm.config.getAll()), callerAccess(orm)]) {
				const database = (await access.connect(project))!;
				try {
					const ask = async () => (await database.query(session))[0]!.id;
					const ids = await Promise.all(Array.from({length: 5}, ask));
					assert.deepEqual(new Set(ids).size, 1);
				} finally {
					await database.close();
				}
			}
		},
	);
}
