import assert from 'node:assert/strict';
import test from 'node:test';
import type {EntityManager} from '@mikro-orm/core';
import {FailedLogins} from '../../../source/contrib/auth/entities.ts';
import {forgetFailures, throttled} from '../../../source/contrib/auth/throttle.ts';
import {isThere, type Server, servers} from '../../support/servers.ts';
import {openUsers} from '../../support/users.ts';

const home = '203.0.113.7';
const elsewhere = '198.51.100.1';

/** @returns seconds to wait; 0 if the attempt was made, and failed */
async function fail(em: EntityManager, username: unknown, address = home): Promise<number> {
	return (await throttled(em, {address, username}, async () => undefined)).waitSeconds;
}

async function failTimes(em: EntityManager, times: number, username: string, address = home) {
	const waits: number[] = [];
	for (let count = 0; count < times; count++) waits.push(await fail(em, username, address));
	return waits;
}

/** Moves the end of all waits into the past. */
async function passTime(em: EntityManager): Promise<void> {
	await em.nativeUpdate(FailedLogins, {}, {blockedUntil: new Date(Date.now() - 1000)});
}

test('after five failures a name waits, twice as long each time, up to fifteen minutes', async t => {
	const em = await openUsers(t);
	assert.deepEqual(await failTimes(em, 6, 'ann'), [0, 0, 0, 0, 0, 32]);
	for (const wait of [64, 128, 256, 512, 900, 900]) {
		await passTime(em);
		assert.deepEqual(await failTimes(em, 2, 'ann'), [0, wait]);
	}
});

test('names that look the same share a count, and other names do not', async t => {
	const em = await openUsers(t);
	for (const name of ['ann', 'ANN', 'Ann', 'ａｎｎ', 'ann']) await fail(em, name);
	assert.equal(await fail(em, 'aNN'), 32);
	assert.equal(await fail(em, 'bob'), 0);
});

test('an attack from one network does not lock the name on another network', async t => {
	const em = await openUsers(t);
	for (let count = 0; count < 60; count++) {
		await fail(em, 'ann');
		await passTime(em);
	}
	await fail(em, 'ann');
	assert.ok((await fail(em, 'ann', '203.0.113.200')) > 0, 'the same network waits');
	assert.equal(await fail(em, 'ann', elsewhere), 0);
});

test('an attack from many networks locks the name on all networks', async t => {
	const em = await openUsers(t);
	for (let network = 0; network < 10; network++) await failTimes(em, 5, 'ann', `10.0.${network}.1`);
	assert.ok((await fail(em, 'ann', elsewhere)) > 0);
	assert.equal(await fail(em, 'bob', elsewhere), 0);
});

test('a network that tries many names waits, whether the names are valid or not', async t => {
	const em = await openUsers(t);
	for (let count = 0; count < 20; count++) {
		assert.equal(await fail(em, count % 2 ? `name${count}` : {$ne: null}), 0);
	}
	assert.equal(await fail(em, 'another', '203.0.113.99'), 32);
	assert.equal(await fail(em, 'another', elsewhere), 0);
});

test('an attempt that throws is not counted', async t => {
	const em = await openUsers(t);
	for (let count = 0; count < 10; count++) {
		const busy = throttled(em, {address: home, username: 'ann'}, () => {
			throw new Error('busy');
		});
		await assert.rejects(busy, /busy/);
	}
	assert.equal(await fail(em, 'ann'), 0);
});

test('failures are forgotten after a day', async t => {
	const em = await openUsers(t);
	await failTimes(em, 5, 'ann');
	const past = new Date(Date.now() - 1000);
	await em.nativeUpdate(FailedLogins, {}, {blockedUntil: past, expiresAt: past});
	assert.deepEqual(await failTimes(em, 6, 'ann'), [0, 0, 0, 0, 0, 32]);
});

test('the failures of a name, of a network, or all failures can be forgotten', async t => {
	const em = await openUsers(t);
	await failTimes(em, 5, 'ann');
	await failTimes(em, 5, 'bob', elsewhere);
	await forgetFailures(em, {username: 'ANN'});
	assert.equal(await fail(em, 'ann'), 0);
	assert.equal(await fail(em, 'bob', elsewhere), 32);
	await forgetFailures(em, {address: '198.51.100.9'});
	assert.equal(await fail(em, 'bob', elsewhere), 0);
	await forgetFailures(em, {});
	assert.equal(await em.count(FailedLogins), 0);
});

test('the names that were tried are not stored', async t => {
	const em = await openUsers(t);
	await fail(em, 'my-password-by-mistake');
	const rows = await em.getConnection().execute('select * from auth_failed_logins');
	assert.doesNotMatch(JSON.stringify(rows), /mistake/);
});

for (const server of [undefined, ...servers] as (Server | undefined)[]) {
	const skip = server !== undefined && !isThere(server) && `no ${server.driver} server`;
	const name = server?.driver ?? 'sqlite';
	test(`${name}: of fifty attempts at once, five are made`, {
		skip,
	}, async t => {
		const em = await openUsers(t, server);
		let made = 0;
		const attempt = async () => {
			made++;
			return undefined;
		};
		await Promise.all(
			Array.from({length: 50}, () => throttled(em, {address: home, username: 'ann'}, attempt)),
		);
		assert.equal(made, 5);
		assert.ok((await fail(em, 'ann')) > 0);
	});

	test(`${name}: a successful login clears the name’s failures from this network and does not count for the network`, {
		skip,
	}, async t => {
		const em = await openUsers(t, server);
		for (let count = 0; count < 30; count++) {
			await failTimes(em, 2, 'ann');
			const login = await throttled(em, {address: home, username: 'ann'}, async () => 'ann');
			if (count < 9) assert.deepEqual(login, {waitSeconds: 0, result: 'ann'});
		}
		const rows = await em.find(FailedLogins, {network: '203.0.113.0/24', usernameHash: ''});
		assert.equal(rows[0]!.count, 20);
	});
}

for (const server of servers) {
	const skip = !isThere(server) && `no ${server.driver} server`;
	test(`${server.driver}: rolling back a view’s transaction does not undo the counts`, {
		skip,
	}, async t => {
		const em = await openUsers(t, server);
		const view = em.transactional(async inner => {
			await fail(inner as EntityManager, 'ann');
			throw new Error('rolled back');
		});
		await assert.rejects(view, /rolled back/);
		assert.equal((await em.find(FailedLogins, {})).length, 3);
	});
}
