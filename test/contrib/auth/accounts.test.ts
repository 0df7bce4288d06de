import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import type {EntityManager} from '@mikro-orm/core';
import {authenticate, findUser, setPassword} from '../../../source/contrib/auth/accounts.ts';
import {User} from '../../../source/contrib/auth/entities.ts';
import {createSuperuser} from '../../../source/contrib/auth/superuser.ts';
import {openUsers, settings as quickSettings} from '../../support/users.ts';

const settings = {...quickSettings, auth: {passwordRules: []}};
const password = 'correct horse battery staple';

/** A database with a user Žofie. */
async function openZofie(t: TestContext): Promise<EntityManager> {
	const em = await openUsers(t);
	await createSuperuser(em, settings, {username: 'Žofie', email: '', password});
	return em;
}

test('only an active user with the right name and password is authenticated', async t => {
	const em = await openZofie(t);
	const name = async (username: unknown, typed: unknown) =>
		(await authenticate(em.fork(), settings, username, typed))?.username;
	assert.equal(await name('Žofie', password), 'Žofie');
	assert.equal(await name('žofie'.normalize('NFD'), password), 'Žofie');
	assert.equal(await name('Zofie', password), undefined);
	assert.equal(await name('Žofie', 'wrong'), undefined);
	assert.equal(await name({$ne: null}, password), undefined);
	assert.equal(await name('x'.repeat(1_000_000), password), undefined);
	await em.nativeUpdate(User, {}, {isActive: false});
	assert.equal(await name('Žofie', password), undefined);
});

test('authenticating replaces a hash with a lower cost, once', async t => {
	const em = await openZofie(t);
	const hash = async () => (await em.fork().findOneOrFail(User, {username: 'Žofie'})).password;
	const costly = {...settings, passwordHashCost: 5};
	assert.ok(await authenticate(em.fork(), costly, 'Žofie', password));
	const renewed = await hash();
	assert.match(renewed, /^bcrypt_sha256\$\$2b\$05\$/);
	assert.ok(await authenticate(em.fork(), costly, 'Žofie', password));
	assert.equal(await hash(), renewed);
});

test('a new password replaces the old one', async t => {
	const em = await openZofie(t);
	const user = await findUser(em, settings, 'ŽOFIE');
	await setPassword(em, settings, user!, 'another good one');
	assert.ok(await authenticate(em.fork(), settings, 'Žofie', 'another good one'));
	assert.equal(await authenticate(em.fork(), settings, 'Žofie', password), undefined);
});
