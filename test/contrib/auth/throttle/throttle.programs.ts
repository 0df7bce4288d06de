import assert from 'node:assert/strict';
import test from 'node:test';
import type {EntityManager} from '@mikro-orm/core';
import {FailedLogins} from '../../../../source/contrib/auth/entities.ts';
import {forgetFailures} from '../../../../source/contrib/auth/login.ts';
import {FailureCounters} from '../../../../source/contrib/auth/throttle/failure-counters.ts';
import {throttled} from '../../../../source/contrib/auth/throttle/throttle.ts';
import {usernameKeyOf} from '../../../../source/contrib/auth/usernames.ts';
import {isThere, type Server, servers} from '../../../support/servers.ts';
import {openUsers} from '../../../support/users.ts';

const home = '203.0.113.7';
const elsewhere = '198.51.100.1';

/** @param username undefined for one that nobody can have. @returns seconds to wait; 0 if the attempt was made, and failed */
async function fail(
	em: EntityManager,
	username?: string,
	address = home,
	device?: string,
): Promise<number> {
	const usernameKey = username === undefined ? undefined : usernameKeyOf(username);
	const who = {address, usernameKey, device};
	return (await throttled(em, who, async () => undefined)).waitSeconds;
}

async function succeed(em: EntityManager, usernameKey: string, address = home) {
	return throttled(em, {address, usernameKey}, async () => usernameKey);
}

function range(length: number, address: (index: number) => string): string[] {
	return Array.from({length}, (_, index) => address(index));
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

/** Fails as often as it may, and waits whenever it has to. @returns how often */
async function failPatiently(em: EntityManager, rounds: number, addresses: string[]) {
	let made = 0;
	for (let round = 0; round < rounds; round++) {
		for (const address of addresses) while ((await fail(em, 'ann', address)) === 0) made++;
		await passTime(em);
	}
	return made;
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

test('an attack from one network does not lock the name on another network, however wide it is', async t => {
	for (const [attackers, near, far] of [
		[['203.0.113.7'], '203.0.113.8', elsewhere],
		[range(4, index => `203.0.113.${index}`), '203.0.114.1', elsewhere],
		[range(6, index => `203.0.${index}.1`), '203.1.0.1', elsewhere],
		[['2001:db8:0:1::1'], '2001:db8:0:2::1', '2001:db8:1::1'],
		[range(4, index => `2001:db8:0:${index.toString(16)}::1`), '2001:db8:0:100::1', elsewhere],
		[range(5, index => `2001:db8:0:${(index * 256).toString(16)}::1`), '2001:db8:1::1', elsewhere],
		[range(6, index => `2001:db8:${index}::1`), '2001:db9::1', elsewhere],
	] as const) {
		const em = await openUsers(t);
		await failPatiently(em, 2, [...attackers]);
		await failTimes(em, 6, 'ann', attackers[0]);
		assert.ok((await fail(em, 'ann', attackers[0])) > 0, 'the same network waits');
		assert.equal(await fail(em, 'ann', near), 0, near);
		assert.equal(await fail(em, 'ann', far), 0, far);
	}
});

test('guesses from many networks add up: the name waits everywhere', async t => {
	const em = await openUsers(t);
	const addresses = range(60, index => `${index + 1}.0.0.1`);
	assert.equal(await failPatiently(em, 1, addresses), 50);
	await fail(em, 'ann', '100.0.0.1');
	assert.ok((await fail(em, 'ann', elsewhere)) > 0);
	assert.equal(await fail(em, 'bob', elsewhere), 0);
});

test('failures elsewhere do not bind who has logged in from this network or with this browser', async t => {
	const em = await openUsers(t);
	await succeed(em, 'ann', home);
	await succeed(em, 'ann', '2001:db8:0:1::1');
	await failPatiently(
		em,
		1,
		range(60, index => `${index + 1}.0.0.1`),
	);
	await fail(em, 'ann', '100.0.0.1');
	assert.ok((await fail(em, 'ann', elsewhere)) > 0);
	assert.deepEqual(await failTimes(em, 6, 'ann'), [0, 0, 0, 0, 0, 32], 'the same address');
	assert.equal(await fail(em, 'ann', '203.0.113.8'), 0, 'the same /24: addresses change');
	assert.equal(await fail(em, 'ann', '2001:db8:0:1::9'), 0, 'the same /64');
	assert.equal(await fail(em, 'ann', '2001:db8:0:ff::9'), 0, 'the same /56');
	assert.ok((await fail(em, 'ann', '203.0.112.7')) > 0, 'the next /24');
	assert.ok((await fail(em, 'ann', '2001:db8:0:100::1')) > 0, 'the next /56');
	const waits: number[] = [];
	for (let count = 0; count < 6; count++)
		waits.push(await fail(em, 'ann', elsewhere, 'a'.repeat(22)));
	assert.deepEqual(waits, [0, 0, 0, 0, 0, 32]);
	assert.equal(await fail(em, 'ann', elsewhere, 'b'.repeat(22)), 0, 'another browser');
});

test('a known address is not shut out by strangers in the same /24, nor by those that try other names', async t => {
	const em = await openUsers(t);
	await succeed(em, 'ann', home);
	const strangers = range(10, index => `203.0.113.${index + 10}`);
	await failPatiently(em, 3, strangers);
	for (const address of strangers)
		for (let name = 0; name < 10; name++) await fail(em, `name${name}`, address);
	assert.ok((await fail(em, 'ann', '203.0.113.200')) > 0);
	assert.equal(await fail(em, 'ann'), 0);
});

test('a device cookie is worth ten failures a day', async t => {
	const em = await openUsers(t);
	let made = 0;
	for (let round = 0; round < 20; round++) {
		while ((await fail(em, 'ann', home, 'a'.repeat(22))) === 0) made++;
		const onlyOfDevice = await em.count(FailedLogins, {network: {$ne: `device:${'a'.repeat(22)}`}});
		if (onlyOfDevice > 0) break;
		await passTime(em);
	}
	assert.equal(made, 10 + 5, 'ten of the browser, then five as any stranger’s');
});

test('a known network and an unknown one, a name that exists and one that does not, cost the same queries', async t => {
	const em = await openUsers(t);
	await succeed(em, 'ann', home);
	let asked: string[] = [];
	t.mock.method(em.config.getLogger(), 'logQuery', ({query}: {query: string}) => {
		asked.push(query.replace(/'[^']*'|\d+/g, '?'));
	});
	const queries = async (name: string, address: string) => {
		await forgetFailures(em, {});
		asked = [];
		await fail(em, name, address);
		return [...asked];
	};
	const expected = await queries('bob', elsewhere);
	assert.ok(expected.length > 5);
	assert.deepEqual(await queries('ann', elsewhere), expected);
	assert.deepEqual(await queries('ann', home), expected);
});

test('a network that tries many names waits, whether the names are valid or not', async t => {
	const em = await openUsers(t);
	for (let count = 0; count < 20; count++) {
		assert.equal(await fail(em, count % 2 ? `name${count}` : undefined), 0);
	}
	assert.equal(await fail(em, 'another'), 32);
	assert.equal(await fail(em, 'another', '203.0.113.99'), 0);
	assert.equal(await fail(em, 'another', elsewhere), 0);
});

test('an attempt that throws is not counted', async t => {
	const em = await openUsers(t);
	for (let count = 0; count < 10; count++) {
		const busy = throttled(em, {address: home, usernameKey: 'ann'}, () => {
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
	await forgetFailures(em, {address: elsewhere});
	assert.equal(await fail(em, 'bob', elsewhere), 0);
	await forgetFailures(em, {});
	assert.equal(await em.count(FailedLogins), 0);
});

test('known networks stay known when failures are forgotten, by hand or because there are too many', async t => {
	const em = await openUsers(t);
	await succeed(em, 'ann');
	await failTimes(em, 5, 'ann', elsewhere);
	await failTimes(em, 5, 'ann');
	await forgetFailures(em, {username: 'ann'});
	await new FailureCounters(em).limit(0);
	const rows = await em.fork().find(FailedLogins, {}, {orderBy: {network: 'asc'}});
	assert.deepEqual(
		rows.map(({network}) => network),
		['known:203.0.113.0/24', 'known:203.0.113.7/32'],
	);
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
			Array.from({length: 50}, () => throttled(em, {address: home, usernameKey: 'ann'}, attempt)),
		);
		assert.equal(made, 5);
		assert.ok((await fail(em, 'ann')) > 0);
	});

	test(`${name}: of a hundred attempts at once from as many networks, fifty are made`, {
		skip,
	}, async t => {
		const em = await openUsers(t, server);
		const waits = await Promise.all(
			range(100, index => `${index + 1}.0.0.1`).map(address => fail(em, 'ann', address)),
		);
		assert.equal(waits.filter(wait => wait === 0).length, 50);
	});

	test(`${name}: a successful login clears the name’s failures from this network and does not count for the network`, {
		skip,
	}, async t => {
		const em = await openUsers(t, server);
		for (let count = 0; count < 30; count++) {
			await failTimes(em, 2, 'ann');
			const login = await throttled(em, {address: home, usernameKey: 'ann'}, async () => 'ann');
			if (count < 9) assert.deepEqual(login, {waitSeconds: 0, result: 'ann'});
		}
		const rows = await em.find(FailedLogins, {network: '203.0.113.7/32', usernameHash: ''});
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
		assert.equal((await em.find(FailedLogins, {})).length, 7);
	});
}
