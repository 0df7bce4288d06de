import assert from 'node:assert/strict';
import test from 'node:test';
import {Session} from '../../../source/contrib/sessions/entities.ts';
import {DatabaseStore, removeExpiredSessions} from '../../../source/contrib/sessions/store.ts';
import {contextOf} from '../../support/context.ts';
import {openSessions} from '../../support/sessions.ts';

const hour = 60 * 60_000;
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);

test('a stored session is read by the id of its cookie; the table has a hash of the id', async t => {
	const em = await openSessions(t);
	const context = Object.assign(contextOf(), {em});
	await new DatabaseStore(context).set('an-id', {userId: 7});
	assert.deepEqual(await new DatabaseStore(context).get('an-id'), {userId: 7});
	assert.equal(await new DatabaseStore(context).get('another'), undefined);
	assert.doesNotMatch(JSON.stringify(await em.find(Session, {})), /an-id/);
	await new DatabaseStore(context).destroy('an-id');
	assert.equal(await em.count(Session), 0);
	assert.match(String(context.response.get('set-cookie')), /^sessionid=; /);
});

test('a session that is deleted during a request does not come back', async t => {
	const em = await openSessions(t);
	const context = Object.assign(contextOf(), {em});
	await new DatabaseStore(context).set('an-id', {userId: 7});
	const store = new DatabaseStore(context);
	await store.get('an-id');
	await em.nativeDelete(Session, {});
	await store.set('an-id', {userId: 7, page: 2});
	assert.equal(await em.count(Session), 0);
});

test('reading a session extends it to a day from now, but not at every request', async t => {
	const em = await openSessions(t);
	const store = new DatabaseStore(Object.assign(contextOf(), {em}));
	await store.set('an-id', {});
	const read = async (expiresAt: Date) => {
		await em.nativeUpdate(Session, {}, {expiresAt});
		await store.get('an-id');
		const [row] = await em.fork().find(Session, {});
		return row!.expiresAt.getTime();
	};
	assert.ok((await read(later(hour))) > Date.now() + 23 * hour);
	const recent = later(24 * hour - 60_000);
	assert.equal(await read(recent), recent.getTime());
});

test('a session ends a day after its last request, fourteen days after its creation, and if it is from the future', async t => {
	const em = await openSessions(t);
	const context = Object.assign(contextOf(), {em});
	for (const [times, isOver] of [
		[{expiresAt: later(hour)}, false],
		[{expiresAt: later(-1000)}, true],
		[{createdAt: later(-14 * 24 * hour + hour)}, false],
		[{createdAt: later(-14 * 24 * hour - 1000)}, true],
		[{createdAt: later(60_000)}, false],
		[{createdAt: later(hour)}, true],
		[{expiresAt: later(24 * hour + 60_000)}, false],
		[{expiresAt: later(365 * 24 * hour)}, true],
	] as const) {
		await new DatabaseStore(context).set('an-id', {});
		await em.nativeUpdate(Session, {}, times);
		assert.equal((await new DatabaseStore(context).get('an-id')) === undefined, isOver);
		assert.equal(await removeExpiredSessions(em), isOver ? 1 : 0);
		await em.nativeDelete(Session, {});
	}
});
