import assert from 'node:assert/strict';
import test from 'node:test';
import {CachedConnection} from '../../../source/project/database/cached-connection.ts';
import {connectDatabase} from '../../../source/project/open/connect-database.ts';
import type {Project} from '../../../source/project/project.ts';
import {sqliteBench} from '../../support/sqlite-engine.ts';

test('what the driver throws is told as an unreachable database', async t => {
	const {project} = sqliteBench(t);
	const connect = () => Promise.reject(new Error('no route'));
	await assert.rejects(connectDatabase({...project, access: {...project.access, connect}}), {
		...{code: 'database-unreachable', reason: 'no route'},
	});
});

test('where the database is read repeatedly, the connection is shared', async t => {
	const cachedConnection = new CachedConnection();
	const project: Project = {...sqliteBench(t).project, cachedConnection};
	t.after(() => cachedConnection.close());
	await (await connectDatabase(project))?.close();
	const database = await connectDatabase(project);
	assert.deepEqual(await database?.query('select 1 as one'), [{one: 1}], 'it is still open');
});
