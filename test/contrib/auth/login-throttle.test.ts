import assert from 'node:assert/strict';
import test from 'node:test';
import {startSite} from '../../support/application.ts';
import {textOf, Visitor} from '../../support/browser.ts';
import {runCommand} from '../../support/run-command.ts';

const password = 'correct horse battery staple';
const tooMany = /Too many failed attempts\. Please try again in \d+ seconds\./;

test('after five wrong passwords the right one must wait, too, until an operator unlocks the name', async t => {
	const site = await startSite(t, {password, migrated: true});
	const visitor = new Visitor(site.url);
	for (let count = 0; count < 5; count++) {
		assert.equal((await visitor.logIn('admin', 'wrong')).status, 200);
	}
	const refused = await visitor.logIn('admin', password);
	assert.equal(refused.status, 429);
	assert.match(textOf(refused.body), tooMany);
	assert.match(refused.headers.get('retry-after')!, /^(3[012]|2\d)$/);
	assert.match(refused.body, /value="admin"/);
	assert.ok(!visitor.cookies.has('sessionid'));

	const nobody = new Visitor(site.url);
	for (let count = 0; count < 5; count++) await nobody.logIn('nobody', 'wrong');
	const unknown = await nobody.logIn('nobody', 'wrong');
	assert.equal(
		textOf(unknown.body).replace(/\d/g, ''),
		textOf(refused.body).replace(/\d/g, ''),
		'the answer does not reveal whether the user exists',
	);

	const unlocked = await runCommand(site.project.root, 'unlocklogin', ['Admin']);
	assert.equal(unlocked.events.at(-1).text, 'Failed logins forgotten.');
	assert.equal((await visitor.logIn('admin', password)).status, 302);
});

test('of eight logins at once, five are tried', async t => {
	const site = await startSite(t, {password});
	const answers = await Promise.all(
		Array.from({length: 8}, () => new Visitor(site.url).logIn('admin', 'wrong')),
	);
	const statuses = answers.map(({status}) => status);
	assert.equal(statuses.filter(status => status === 200).length, 5);
	assert.equal(statuses.filter(status => status === 429).length, 3);
});

test('X-Forwarded-For counts only if it comes from a trusted proxy', async t => {
	const wrong = async (url: string, forwarded: string) =>
		(await postLogin(url, 'wrong', {'x-forwarded-for': forwarded})).status;
	const direct = await startSite(t, {password});
	for (let count = 0; count < 5; count++) await wrong(direct.url, `203.0.${count}.1`);
	assert.equal(await wrong(direct.url, '203.0.99.1'), 429);

	const behind = await startSite(t, {password, settings: "trustedProxies: ['127.0.0.1'],"});
	for (let count = 0; count < 5; count++) await wrong(behind.url, '203.0.113.1');
	assert.equal(await wrong(behind.url, '203.0.113.1'), 429);
	assert.equal(await wrong(behind.url, '198.51.100.9, 203.0.113.1'), 429);
	assert.equal(await wrong(behind.url, '203.0.113.1, 198.51.100.9'), 200);
});

test('guesses of the old password in the form that changes it are throttled, too', async t => {
	const site = await startSite(t, {password});
	const visitor = new Visitor(site.url);
	await visitor.logIn('admin', password);
	const path = '/accounts/password_change/';
	const good = {password: 'another good one', passwordAgain: 'another good one'};
	for (let count = 0; count < 5; count++) {
		await visitor.submit(path, {oldPassword: `guess ${count}`, ...good});
	}
	const refused = await visitor.submit(path, {oldPassword: password, ...good});
	assert.equal(refused.status, 429);
	assert.match(textOf(refused.body), tooMany);
});

async function postLogin(url: string, typed: string, headers: Record<string, string>) {
	const visitor = new Visitor(url);
	const {body} = await visitor.get('/accounts/login/');
	const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(body)![1]!;
	const fields = {username: 'admin', password: typed, csrfToken};
	return visitor.post('/accounts/login/', fields, headers);
}
