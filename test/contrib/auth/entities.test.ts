import assert from 'node:assert/strict';
import test from 'node:test';
import {EntityCaseNamingStrategy, MikroORM} from '@mikro-orm/sqlite';
import {FailedLogins, User} from '../../../source/contrib/auth/entities.ts';
import {openUsers} from '../../support/users.ts';

test('a new user is active, neither staff nor superuser, and its JSON has no password', async t => {
	const em = await openUsers(t);
	const fields = {username: 'ann', usernameKey: 'ann', password: 'a hash'};
	em.persist(em.create(User, fields as never));
	await em.flush();
	const user = await em.fork().findOneOrFail(User, {username: 'ann'});
	assert.deepEqual(
		[user.email, user.isActive, user.isStaff, user.isSuperuser, user.lastLogin],
		['', true, false, false, null],
	);
	assert.ok(user.dateJoined instanceof Date);
	assert.doesNotMatch(JSON.stringify(user), /a hash/);
});

test('the names of tables and columns do not depend on the project’s naming strategy', async t => {
	const entities = [User, FailedLogins];
	const sql = async (options: object) => {
		const orm = await MikroORM.init({entities, dbName: ':memory:', ...options});
		t.after(() => orm.close(true));
		return orm.schema.getCreateSchemaSQL();
	};
	assert.equal(await sql({namingStrategy: EntityCaseNamingStrategy}), await sql({}));
});
