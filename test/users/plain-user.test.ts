import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {defineEntity, MikroORM, p} from '@mikro-orm/sqlite';
import {plainUser} from '../../source/users/plain-user.ts';
import {temporaryFolder} from '../support/project.ts';

const User = defineEntity({
	name: 'User',
	properties: {
		id: p.integer().primary(),
		email: p.string(),
		password: p.string(),
		isAdmin: p.boolean(),
	},
});

async function userOf(t: TestContext, user: object | undefined, hashes = '') {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, 'package.json'), JSON.stringify({quarterdeck: {user}}));
	writeFileSync(path.join(root, 'hash.mjs'), hashes);
	const orm = await MikroORM.init({dbName: ':memory:', entities: [User]});
	t.after(() => orm.close(true));
	return plainUser({root} as any, orm.em.fork());
}

const hashes =
	"export const hash = text => [...text].reverse().join('');\nexport const none = text => text;\n";

test('an entity without a name of its own logs in by email address', async t => {
	const user = await userOf(t, {entity: 'User', hash: './hash.mjs#hash'}, hashes);
	assert.deepEqual(
		[user.username, user.email, user.password, user.superuser],
		['email', undefined, 'password', {}],
	);
	assert.equal(await user.hash('abc'), 'cba');
});

test('a function that returns the password itself is refused', async t => {
	const user = await userOf(t, {entity: 'User', hash: './hash.mjs#none'}, hashes);
	await assert.rejects(user.hash('abc'), {code: 'user-entity', message: /instead of a hash/});
	const own = await userOf(t, {entity: 'User', hash: false});
	assert.equal(await own.hash('abc'), 'abc', 'this entity hashes by itself');
});

test('what package.json names must exist', async t => {
	const wrong: [object | undefined, RegExp][] = [
		[undefined, /does not say which entity/],
		[{entity: 'Person'}, /the entity Person, and there is none/],
		[{entity: 'User', superuser: {isBoss: true}}, /User\.isBoss, and there is no such property/],
		[{entity: 'User'}, /no function that hashes/],
		[{entity: 'User', hash: './hash.mjs#nothing'}, /hash\.mjs#nothing, and there is no such/],
	];
	for (const [user, message] of wrong) {
		await assert.rejects(userOf(t, user, hashes), {message});
	}
});
