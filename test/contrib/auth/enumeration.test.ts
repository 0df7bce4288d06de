import assert from 'node:assert/strict';
import test from 'node:test';
import {Worker} from 'node:worker_threads';
import {startSite, withDatabase} from '../../support/application.ts';
import {type Answer, Visitor} from '../../support/browser.ts';

const password = 'correct horse battery staple';

/** All that a visitor can see of an answer, except for what differs every time. */
function seen({status, headers, body}: Answer) {
	return {
		status,
		headers: [...headers.keys()].filter(name => name !== 'date').sort(),
		cookies: headers.getSetCookie().map(cookie => cookie.replace(/=[^;]*/, '')),
		body: body.replace(/value="[^"]*"/g, '').replace(/nonce-[^']*/g, ''),
	};
}

test('a failed login does not reveal whether the name exists: one hash, and always the same answer', async t => {
	const site = await startSite(t, {password});
	await withDatabase(site.project, async (em, {createSuperuser, User, unusablePassword}) => {
		const {settings} = site.project;
		for (const username of ['inactive', 'unusable', 'garbage', 'blank', 'costly', 'older']) {
			await createSuperuser(em, settings, {username, email: '', password});
		}
		const set = (username: string, values: object) => em.nativeUpdate(User, {username}, values);
		const {password: stored} = await em.findOneOrFail(User, {username: 'older'});
		await set('inactive', {isActive: false});
		await set('unusable', {password: unusablePassword()});
		await set('garbage', {password: 'md5$1$00'});
		await set('blank', {password: ''});
		await set('costly', {password: stored.replace(/\$0\d\$/, '$31$')});
	});
	const asked = t.mock.method(Worker.prototype, 'postMessage');
	const visitor = new Visitor(site.url);
	await visitor.get('/accounts/login/');
	let expected: object | undefined;
	for (const [username, typed] of [
		['admin', 'wrong'],
		['nobody', password],
		['inactive', password],
		['unusable', password],
		['garbage', password],
		['blank', password],
		['costly', password],
		['older', 'wrong'],
		['x'.repeat(200), password],
		['admin', 'x'.repeat(5000)],
	] as const) {
		asked.mock.resetCalls();
		const answer = seen(await visitor.logIn(username, typed));
		assert.equal(asked.mock.callCount(), 1, `hashes for ${username.slice(0, 20)}`);
		expected ??= answer;
		assert.deepEqual(answer, expected, username.slice(0, 20));
	}
});
