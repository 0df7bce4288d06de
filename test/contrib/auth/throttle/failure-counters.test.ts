import assert from 'node:assert/strict';
import test from 'node:test';
import type {EntityManager} from '@mikro-orm/core';
import {FailedLogins} from '../../../../source/contrib/auth/entities.ts';
import {FailureCounters} from '../../../../source/contrib/auth/throttle/failure-counters.ts';
import {openUsers} from '../../../support/users.ts';

const counter = {usernameHash: 'a', network: '203.0.113.0/24', threshold: 3};

async function countOf(em: EntityManager): Promise<number | undefined> {
	return (await em.fork().findOne(FailedLogins, {usernameHash: 'a'}))?.count;
}

test('failures below the threshold cost no waiting, and those from it on do', async t => {
	const em = await openUsers(t);
	const counters = new FailureCounters(em);
	for (const count of [1, 2]) {
		assert.deepEqual(await counters.increment(counter), {count, wait: 0});
		assert.equal(await countOf(em), count);
		assert.equal(await counters.waitOf([counter]), 0);
	}
	assert.deepEqual(await counters.increment(counter), {count: 3, wait: 0});
	assert.equal(Math.ceil((await counters.waitOf([counter])) / 1000), 32);
	assert.ok((await counters.increment(counter)).wait > 0, 'while it waits, nothing is counted');
	assert.equal(await countOf(em), 3);
	const other = {...counter, network: 'another'};
	assert.ok((await counters.waitOf([other, counter])) > 0, 'one of them waits');
	assert.equal(await counters.waitOf([other, counter], [other]), 0);
	assert.deepEqual([await counters.countOf(counter), await counters.countOf(other)], [3, 0]);
});

test('a decremented counter allows the next login at once, and does not fall below zero', async t => {
	const em = await openUsers(t);
	const counters = new FailureCounters(em);
	for (let failure = 0; failure < 3; failure++) await counters.increment(counter);
	await counters.decrement(counter);
	assert.equal(await countOf(em), 2);
	assert.equal(await counters.waitOf([counter]), 0);
	for (let attempt = 0; attempt < 5; attempt++) await counters.decrement(counter);
	assert.equal(await countOf(em), 0);
});

test('two processes that count at once lose nothing', async t => {
	const em = await openUsers(t);
	const processes = [new FailureCounters(em), new FailureCounters(em)];
	const many = {...counter, threshold: 100};
	await Promise.all(processes.flatMap(each => [each.increment(many), each.increment(many)]));
	assert.equal(await countOf(em), 4);
});

test('an expired count starts again, and prune deletes it', async t => {
	const em = await openUsers(t);
	const counters = new FailureCounters(em);
	for (let failure = 0; failure < 2; failure++) await counters.increment(counter);
	const past = new Date(Date.now() - 1000);
	await em.nativeUpdate(FailedLogins, {}, {expiresAt: past, blockedUntil: past});
	await counters.increment(counter);
	assert.equal(await countOf(em), 1);

	await counters.prune();
	assert.equal(await countOf(em), 1);
	await em.nativeUpdate(FailedLogins, {}, {expiresAt: past});
	assert.equal(await counters.countOf(counter), 0);
	await counters.prune();
	assert.equal(await countOf(em), undefined);
});

test('a count starts again a day after its first failure, so that an office’s mistakes do not add up for weeks', async t => {
	const em = await openUsers(t);
	const counters = new FailureCounters(em);
	const hour = 60 * 60_000;
	const counts: number[] = [];
	t.mock.timers.enable({apis: ['Date'], now: Date.now()});
	for (let failure = 0; failure < 6; failure++) {
		counts.push((await counters.increment({...counter, threshold: 100})).count);
		t.mock.timers.tick(11 * hour);
	}
	assert.deepEqual(counts, [1, 2, 3, 1, 2, 3]);
});

test('of too many counts the smallest are forgotten, the oldest of them first', async t => {
	const em = await openUsers(t);
	const counters = new FailureCounters(em);
	t.mock.timers.enable({apis: ['Date'], now: Date.now()});
	const many = {...counter, threshold: 100};
	for (let failure = 0; failure < 3; failure++) await counters.increment(many);
	for (const network of ['1', '2', '3', '4']) {
		t.mock.timers.tick(2000);
		await counters.increment({...many, network});
	}
	await counters.limit(5);
	assert.equal(await em.count(FailedLogins), 5);
	await counters.limit(3);
	const rows = await em.fork().find(FailedLogins, {}, {orderBy: {network: 'asc'}});
	assert.deepEqual(
		rows.map(({network}) => network),
		[counter.network, '3', '4'].sort(),
	);
});

test('a count of a clock that was a year ahead shuts nobody out for a year', async t => {
	const em = await openUsers(t);
	const counters = new FailureCounters(em);
	for (let failure = 0; failure < 3; failure++) await counters.increment(counter);
	const year = 365 * 24 * 60 * 60_000;
	const ahead = new Date(Date.now() + year);
	await em.nativeUpdate(FailedLogins, {}, {blockedUntil: ahead, expiresAt: ahead});
	const wait = await counters.waitOf([counter]);
	assert.ok(wait > 0 && wait <= 15 * 60_000, String(wait));
	const [row] = await em.fork().find(FailedLogins, {});
	assert.ok(row!.blockedUntil.getTime() <= Date.now() + 15 * 60_000, 'it counts from now on, once');
	assert.ok(row!.expiresAt.getTime() <= Date.now() + 24 * 60 * 60_000);
	t.mock.timers.enable({apis: ['Date'], now: Date.now() + 15 * 60_000});
	assert.equal(await counters.waitOf([counter]), 0);
	assert.deepEqual(await counters.increment(counter), {count: 4, wait: 0});
});

test('a cleared counter is gone', async t => {
	const em = await openUsers(t);
	const counters = new FailureCounters(em);
	await counters.increment(counter);
	await counters.clear(counter);
	assert.equal(await countOf(em), undefined);
});
