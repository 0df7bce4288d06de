import assert from 'node:assert/strict';
import test from 'node:test';
import {connect} from '../../../source/project/database/postgresql.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {databases} from '../../support/databases.ts';

for (const {driver, options, makeShop} of databases) {
	if (driver !== 'postgresql') continue;
	test('values take the place of question marks, and rows come back', options, async t => {
		const {shop} = await makeShop(t);
		const database = await connect(await openProject(shop.root));
		t.after(() => database.close());
		assert.equal(database.dialect, 'postgresql');
		const sql = 'select cast(? as int) as one, cast(? as text) as two';
		assert.deepEqual(await database.query(sql, [1, '?']), [{one: 1, two: '?'}]);
		await assert.rejects(database.query('select * from nowhere'), {code: '42P01'});
	});

	test('a connection that the server closes does not end this process', options, async t => {
		const {shop} = await makeShop(t);
		const project = await openProject(shop.root);
		const [lost, other] = [await connect(project), await connect(project)];
		t.after(() => Promise.allSettled([lost.close(), other.close()]));
		const [row] = await lost.query('select pg_backend_pid() as pid');
		await other.query('select pg_terminate_backend(?)', [row!.pid]);
		await assert.rejects(lost.query('select 1'));
	});
}
