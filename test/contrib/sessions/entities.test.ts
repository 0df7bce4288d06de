import assert from 'node:assert/strict';
import test from 'node:test';
import {EntityCaseNamingStrategy, MikroORM} from '@mikro-orm/sqlite';
import {Session} from '../../../source/contrib/sessions/entities.ts';

test('the names of the table and its columns do not depend on the project’s naming strategy', async t => {
	const sql = async (options: object) => {
		const orm = await MikroORM.init({entities: [Session], dbName: ':memory:', ...options});
		t.after(() => orm.close(true));
		return orm.schema.getCreateSchemaSQL();
	};
	assert.equal(await sql({namingStrategy: EntityCaseNamingStrategy}), await sql({}));
});
