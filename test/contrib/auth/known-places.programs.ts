import assert from 'node:assert/strict';
import test from 'node:test';
import {type Site, serve, startSite, withDatabase} from '../../support/application.ts';
import {Visitor} from '../../support/browser.ts';
import {runCommand} from '../../support/run-command.ts';

const password = 'correct horse battery staple';
const home = '198.51.100.7';
const hotel = '203.0.113.9';
const behindProxy = "trustedProxies: ['127.0.0.1'],";

/** A browser at an address. @param before one whose cookies it has */
function visitorAt(site: Site, address: string, before?: Visitor, more = {}): Visitor {
	const visitor = new Visitor(site.url, {'x-forwarded-for': address, ...more});
	for (const [name, value] of before?.cookies ?? []) {
		if (name.endsWith('deviceid')) visitor.cookies.set(name, value);
	}
	return visitor;
}

/** Wrong passwords from networks all over the world, until the name waits everywhere. */
async function attackFromEverywhere(site: Site, username = 'admin'): Promise<void> {
	for (let network = 1; network < 100; network++) {
		const visitor = visitorAt(site, `${network}.0.0.1`);
		await visitor.get('/accounts/login/');
		for (let guess = 0; guess < 6; guess++) {
			const {status} = await visitor.logIn(username, 'wrong');
			if (status === 429 && guess === 0) return;
			if (status === 429) break;
		}
	}
	assert.fail('guesses from everywhere are not bounded');
}

const statusOf = async (visitor: Visitor, typed = password, username = 'admin') =>
	(await visitor.logIn(username, typed)).status;

test('an attack from everywhere shuts the owner out neither of a known browser nor of a known network', async t => {
	const site = await startSite(t, {password, settings: behindProxy});
	const owner = visitorAt(site, home);
	assert.equal(await statusOf(owner), 302);
	await attackFromEverywhere(site);
	assert.equal(await statusOf(visitorAt(site, hotel)), 429, 'a new place');
	assert.equal(await statusOf(visitorAt(site, hotel, owner)), 302, 'the known browser');
	assert.equal(await statusOf(visitorAt(site, home)), 302, 'the known network');
	assert.equal(await statusOf(visitorAt(site, '198.51.100.200')), 302, 'its /24');
	assert.equal(await statusOf(visitorAt(site, '198.51.101.7')), 429, 'another /24');
	assert.equal(await statusOf(visitorAt(site, hotel)), 302, 'where the known browser has been');
});

test('an operator lets the owner in from a new place during an attack', async t => {
	const site = await startSite(t, {password, migrated: true, settings: behindProxy});
	await attackFromEverywhere(site);
	assert.equal(await statusOf(visitorAt(site, hotel)), 429);
	const {events} = await runCommand(site.project.root, 'unlocklogin', ['Admin'], {ip: hotel});
	assert.match(events.at(-1).text, /failures elsewhere do not count at 203\.0\.113\.9/);
	assert.equal(await statusOf(visitorAt(site, '198.51.100.1')), 429, 'nobody else');
	assert.equal(await statusOf(visitorAt(site, hotel)), 302);
});

test('the device cookie says nothing and lets nobody in; five failures with it wait, ten make it worthless', async t => {
	const site = await startSite(t, {password, settings: behindProxy});
	const owner = visitorAt(site, home);
	const {headers} = await owner.logIn('admin', password);
	const cookie = headers.getSetCookie().find(set => set.startsWith('deviceid='))!;
	assert.match(cookie, /; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Lax$/);
	for (const text of [cookie, Buffer.from(cookie, 'base64url').toString('latin1')])
		assert.doesNotMatch(text, /admin/i);
	const thief = visitorAt(site, hotel, owner);
	assert.equal((await thief.get('/account/')).location, '/accounts/login/?next=/account/');
	for (let guess = 0; guess < 5; guess++) assert.equal(await statusOf(thief, 'wrong'), 200);
	assert.equal(await statusOf(thief), 429);
	assert.equal(await statusOf(visitorAt(site, hotel)), 302, 'they are no failures of the network');
});

test('a device cookie is of one user, of the password and of the secret key', async t => {
	const site = await startSite(t, {password, settings: behindProxy});
	await withDatabase(site.project, (em, {createSuperuser}) =>
		createSuperuser(em, site.project.settings, {username: 'eve', email: '', password}),
	);
	const owner = visitorAt(site, home);
	assert.equal(await statusOf(owner), 302);
	const first = owner.cookies.get('deviceid')!;
	assert.equal(await statusOf(owner), 302);
	assert.notEqual(owner.cookies.get('deviceid'), first, 'each login has a new one');
	assert.equal(owner.cookies.get('deviceid')!.split('~').length, 1);
	const eve = visitorAt(site, '198.18.0.1', owner);
	assert.equal(await statusOf(eve, password, 'eve'), 302);
	assert.equal(eve.cookies.get('deviceid')!.split('~').length, 2, 'a shared browser knows both');
	const onlyEve = visitorAt(site, '198.18.0.1');
	assert.equal(await statusOf(onlyEve, password, 'eve'), 302);

	await attackFromEverywhere(site);
	assert.equal(await statusOf(visitorAt(site, hotel, onlyEve)), 429, 'another user');
	const forged = visitorAt(site, hotel, owner);
	forged.cookies.set(
		'deviceid',
		owner.cookies.get('deviceid')!.replace(/.$/, last => (last === 'A' ? 'B' : 'A')),
	);
	assert.equal(await statusOf(forged), 429, 'a forged one');
	assert.equal(await statusOf(visitorAt(site, '192.0.2.1', eve)), 302, 'the shared browser');

	const at = async (address: string, keys: object) => {
		const {project} = site;
		const settings = {...project.settings, ...keys};
		return statusOf(visitorAt(await serve(t, {...project, settings}), address, owner));
	};
	const secretKey = 'another-secret-key-of-the-tests-012';
	const secretKeyFallbacks = [site.project.settings.secretKey];
	assert.equal(await at('192.0.3.1', {secretKey}), 429, 'another secret key');
	assert.equal(await at('192.0.4.1', {secretKey, secretKeyFallbacks}), 302, 'the key before');
	await withDatabase(site.project, async (em, {findUser, setPassword}) => {
		const user = await findUser(em, site.project.settings, 'admin');
		await setPassword(em, site.project.settings, user!, password);
	});
	assert.equal(await at('192.0.5.1', {}), 429, 'another password');
});

test('changing the password gives the browser a new device cookie', async t => {
	const site = await startSite(t, {password, settings: behindProxy});
	const owner = visitorAt(site, home);
	await owner.logIn('admin', password);
	const next = 'another good one, and longer';
	const fields = {oldPassword: password, password: next, passwordAgain: next};
	assert.equal((await owner.submit('/accounts/password_change/', fields)).status, 302);
	await attackFromEverywhere(site);
	assert.equal(await statusOf(visitorAt(site, hotel, owner), next), 302);
});

test('over https and in production the device cookie is Secure and for this host only', async t => {
	for (const [settings, headers] of [
		[behindProxy, {'x-forwarded-proto': 'https'}],
		[`${behindProxy} environment: 'production', allowedHosts: ['127.0.0.1'],`, {}],
	] as const) {
		const site = await startSite(t, {password, settings});
		const visitor = visitorAt(site, home, undefined, {...headers, 'sec-fetch-site': 'same-origin'});
		const answer = await visitor.post(
			'/accounts/login/',
			{
				username: 'admin',
				password,
				csrfToken: await tokenOf(visitor),
			},
			{origin: 'null'},
		);
		assert.equal(answer.status, 302);
		const cookie = answer.headers.getSetCookie().find(set => set.includes('deviceid='))!;
		assert.match(cookie, /^__Host-deviceid=[^;]+; Path=\/; .*; HttpOnly; SameSite=Lax; Secure$/);
	}
});

async function tokenOf(visitor: Visitor): Promise<string> {
	const {body} = await visitor.get('/accounts/login/');
	return /name="csrfToken" value="([^"]+)"/.exec(body)![1]!;
}

test('a stranger sees the same waits for a name that exists, one that has logged in and one that does not', async t => {
	const site = await startSite(t, {password, settings: behindProxy});
	await statusOf(visitorAt(site, home));
	const seen: number[][] = [];
	for (const name of ['admin', 'nobody']) {
		const answers: number[] = [];
		for (let network = 1; network < 14; network++) {
			const stranger = visitorAt(site, `${network}.${name.length}.0.1`);
			for (let guess = 0; guess < 6; guess++) answers.push(await statusOf(stranger, 'wrong', name));
		}
		seen.push(answers);
	}
	assert.deepEqual(seen[0], seen[1]);
	assert.ok(seen[0]!.includes(429) && seen[0]!.at(-1) === 429);
});
