import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {pathToFileURL} from 'node:url';
import {importFromProject} from '../../source/project/import/import-source.ts';
import type {TestClient} from '../../source/testing/client.ts';
import {createTestClient} from '../../source/testing/create-test-client.ts';
import {makeBooks} from './project.ts';

const {root} = await makeBooks({after: test.after} as TestContext);
const {User} = await importFromProject('quarterdeck/auth', root);
const {Book} = await import(pathToFileURL(path.join(root, 'shop/entities.ts')).href);

async function makeClient(t: TestContext): Promise<TestClient> {
	const client = await createTestClient({directory: root});
	t.after(() => client.close());
	return client;
}

async function addUser({em}: TestClient, username: string, more = {}) {
	const names = {username, usernameKey: username, email: ''};
	await em.insert(User, {...names, password: '!', dateJoined: new Date(), ...more});
}

const titles = async (client: TestClient) => (await client.get('/books/')).json().titles;

test('a client has what all migrations made, and the real database is not touched', async t => {
	const real = path.join(root, 'db.sqlite3');
	writeFileSync(real, 'not even a database');
	const before = createHash('sha256').update(readFileSync(real)).digest('hex');
	const client = await makeClient(t);
	assert.deepEqual(await titles(client), ['1 Emma']);
	await client.em.insert(Book, {title: 'Persuasion'});
	await client.reset();
	assert.equal(createHash('sha256').update(readFileSync(real)).digest('hex'), before);
	assert.equal((await client.get('/forget/')).text(), 'test', 'the environment');
});

test('reset undoes rows, sequences, tables and what views have committed', async t => {
	const client = await makeClient(t);
	await addUser(client, 'ada');
	await client.login({username: 'ada'});
	await client.post('/books/add/', {title: 'Persuasion'});
	await client.em.insert(Book, {title: 'Emma II'});
	await client.em.nativeDelete(Book, {title: 'Emma'});
	assert.deepEqual(await titles(client), ['2 Persuasion', '3 Emma II']);
	await client.reset();
	assert.deepEqual(await titles(client), ['1 Emma']);
	assert.equal((await client.get('/books/add/')).status, 302, 'nobody is logged in');
	await client.get('/alter/');
	await assert.rejects(client.get('/books/'), /no such table: shop_book/);
	await client.reset();
	await client.em.insert(Book, {title: 'Persuasion'});
	assert.deepEqual(await titles(client), ['1 Emma', '2 Persuasion']);
	await assert.rejects(client.em.getConnection().execute('select * from extra'), /no such table/);
});

test('clients of one process do not see each other’s rows', async t => {
	const [one, other] = await Promise.all([makeClient(t), makeClient(t)]);
	await one.em.insert(Book, {title: 'Persuasion'});
	await Promise.all(
		Array.from({length: 5}, (_, index) => other.em.fork().insert(Book, {title: `Book ${index}`})),
	);
	assert.equal((await titles(one)).length, 2);
	assert.equal((await titles(other)).length, 6);
});

test('a login is a real session of one visitor, and ends', async t => {
	const client = await makeClient(t);
	await addUser(client, 'ada');
	await addUser(client, 'gone', {isActive: false});
	assert.equal((await client.get('/books/add/')).redirectedTo, '/accounts/login/?next=/books/add/');
	await client.login({username: 'ada'});
	const {httpOnly, sameSite, path: where, secure} = client.cookies.get('sessionid')!;
	assert.deepEqual(
		{httpOnly, sameSite, where, secure},
		{
			httpOnly: true,
			sameSite: 'lax',
			where: '/',
			secure: false,
		},
	);
	assert.equal((await client.get('/books/add/')).status, 200);
	assert.equal((await client.get('/admin/')).status, 403);
	assert.equal((await client.visitor().get('/books/add/')).status, 302);
	client.logout();
	assert.equal((await client.get('/books/add/')).status, 302);
	await assert.rejects(client.login({username: 'eve'}), /There is no user 'eve'\./);
	await assert.rejects(client.login({username: 'gone'}), /The user 'gone' is not active\./);
	await addUser(client, 'root', {isSuperuser: true});
	await client.login({username: 'root'});
	assert.equal((await client.get('/admin/')).text(), 'for superusers');
});

test('the login form lets a user in with the password', async t => {
	const {hashPassword} = await importFromProject('quarterdeck/auth', root);
	const client = await makeClient(t);
	await addUser(client, 'ada', {password: await hashPassword('correct horse', 4)});
	const page = await client.get('/books/add/', {follow: true});
	assert.equal(page.url, '/accounts/login/?next=/books/add/');
	const wrong = await client.submit(page, {username: 'ada', password: 'wrong'});
	assert.equal(wrong.status, 200);
	const right = await client.submit(wrong, {password: 'correct horse'}, {follow: true});
	assert.equal(right.url, '/books/add/');
});

test('unsafe requests carry the token that a form would, or none where that is asked', async t => {
	const client = await makeClient(t);
	assert.deepEqual((await client.post('/echo/', {a: 1, b: ['x', 'y']})).json().body, {
		a: '1',
		b: ['x', 'y'],
	});
	const {method, body} = (await client.patch('/echo/', {json: {a: [1, null]}})).json();
	assert.deepEqual({method, body}, {method: 'PATCH', body: {a: [1, null]}});
	assert.equal((await client.put('/echo/')).json().method, 'PUT');
	assert.equal((await client.delete('/echo/')).json().method, 'DELETE');
	assert.equal((await client.post('/echo/', {}, {csrf: false})).status, 403);
	const headers = {'Sec-Fetch-Site': 'cross-site'};
	assert.equal((await client.post('/echo/', {}, {headers})).status, 403);
});

test('a form is sent with its own token and fields', async t => {
	const client = await makeClient(t);
	await addUser(client, 'ada');
	await client.login({username: 'ada'});
	const page = await client.get('/books/add/');
	const after = await client.submit(page, {title: 'Sanditon & Co'}, {form: '#add', follow: true});
	assert.deepEqual(after.json(), {titles: ['1 Emma', '2 Sanditon & Co']});
	await assert.rejects(
		async () => client.submit(page, {titel: ''}),
		/no field 'titel'\. It has .*title/,
	);
	await assert.rejects(
		async () => client.submit(page, {}, {form: '#x'}),
		/has no form #x\. It has #add/,
	);
	const without = page.text().replace(/<input type="hidden"[^>]*>/, '');
	const forged = Object.assign(Object.create(page), {text: () => without});
	assert.equal((await client.submit(forged)).status, 403, 'a form without the token');
});

test('cookies are kept, sent below their path, and forgotten', async t => {
	const client = await makeClient(t);
	await client.get('/echo/');
	const {sameSite, expires} = client.cookies.get('seen')!;
	assert.equal(sameSite, 'strict');
	assert.ok(expires!.getTime() > Date.now());
	assert.match((await client.get('/echo/')).json().cookie, /^seen=1/);
	await client.get('/forget/');
	assert.equal(client.cookies.has('seen'), false);
});

test('redirects are followed where that is asked, and loops end', async t => {
	const client = await makeClient(t);
	const away = await client.get('/away/', {follow: true});
	assert.equal(away.redirectedTo, 'https://example.com/a?b=c');
	assert.equal((await client.get('/loop/')).redirectedTo, '/loop/?next=1');
	await assert.rejects(
		client.get('/loop/', {follow: true}),
		/The redirects do not end: \/loop\/ → \/loop\/\?next=1 → \/loop\/ →/,
	);
	await assert.rejects(client.get('https://example.com/'), /is not a path on this site/);
});

test('what a view throws fails the test with the view’s own stack; HTTP errors are answers', async t => {
	const client = await makeClient(t);
	await assert.rejects(client.get('/fail/'), error => {
		assert.ok(error instanceof TypeError);
		assert.match(error.stack!, /the view is broken\n +at .*shop\/views\.ts\S*:\d+:\d+\)\n/);
		return true;
	});
	assert.equal((await client.get('/teapot/')).status, 418);
	assert.equal((await client.get('/nowhere/')).status, 404);
});

test('settings are replaced, and no secret is needed', async t => {
	const shop = await makeBooks(t);
	const file = path.join(shop.root, 'settings.ts');
	const text = readFileSync(file, 'utf8').replace(
		/secretKey: '[^']*'/,
		"secretKey: '', environment: 'production'",
	);
	writeFileSync(file, text);
	const client = await createTestClient({directory: shop.root, settings: {loginUrl: '/in/'}});
	t.after(() => client.close());
	assert.equal((await client.get('/books/add/')).redirectedTo, '/in/?next=/books/add/');
	assert.equal((await client.get('/forget/')).text(), 'test');
	const wrong = createTestClient({directory: shop.root, settings: {loginUrl: 'in'}});
	await assert.rejects(wrong, /loginUrl is "in"/);
});

test('options of the driver that name the real database are left out', async t => {
	const shop = await makeBooks(t);
	const real = path.join(shop.root, 'real.sqlite3');
	const file = path.join(shop.root, 'settings.ts');
	const text = readFileSync(file, 'utf8').replace(
		'"name":"db.sqlite3"',
		`"name":"db.sqlite3", options: {dbName: ${JSON.stringify(real)}}`,
	);
	writeFileSync(file, text);
	const client = await createTestClient({directory: shop.root});
	t.after(() => client.close());
	assert.deepEqual(await titles(client), ['1 Emma']);
	assert.equal(existsSync(real), false);
});

test('a migration that fails is named', async t => {
	const shop = await makeBooks(t);
	shop.migration('0003_broken', {
		dependencies: ['shop.0002_first'],
		up: "this.addSql('insert into nowhere values (1)');",
	});
	await assert.rejects(createTestClient({directory: shop.root}), {
		code: 'migration-failed',
		message: /^shop\.0003_broken failed on the test database: no such table: nowhere/,
	});
});
