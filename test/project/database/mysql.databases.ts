import assert from 'node:assert/strict';
import test from 'node:test';
import {connect} from '../../../source/project/database/mysql.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {databases} from '../../support/databases.ts';

for (const {driver, options, makeShop} of databases) {
	if (driver !== 'mariadb') continue;
	test('values take the place of question marks, and rows come back', options, async t => {
		const {shop} = await makeShop(t);
		const database = await connect(await openProject(shop.root));
		t.after(() => database.close());
		assert.equal(database.dialect, driver);
		const rows = await database.query('select ? as one, ? as two', [1, '?']);
		assert.deepEqual(
			rows.map(row => ({...row})),
			[{one: 1, two: '?'}],
		);
		await assert.rejects(database.query('select * from nowhere'), {errno: 1146});
	});
}
