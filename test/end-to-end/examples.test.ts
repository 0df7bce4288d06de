import assert from 'node:assert/strict';
import {execFile, spawn} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {DatabaseSync} from 'node:sqlite';
import test, {type TestContext} from 'node:test';
import {promisify} from 'node:util';
import {hiddenFields, textOf, Visitor} from '../support/browser.ts';
import {commandLine} from '../support/command-line.ts';
import {packageRoot, temporaryFolder} from '../support/project.ts';
import {endProcesses, request, start} from '../support/server.ts';

const run = promisify(execFile);

/** A copy of an example with the packages that its package.json names, and no others. */
function copyExample(t: TestContext, name: string): string {
	const root = path.join(temporaryFolder(t), name);
	cpSync(path.join(packageRoot, 'examples', name), root, {recursive: true});
	const {dependencies, devDependencies} = JSON.parse(
		readFileSync(path.join(root, 'package.json'), 'utf8'),
	);
	for (const each of Object.keys({...dependencies, ...devDependencies})) {
		const link = path.join(root, 'node_modules', each);
		mkdirSync(path.dirname(link), {recursive: true});
		const installed = path.join(packageRoot, 'node_modules', each);
		symlinkSync(each === 'quarterdeck' ? packageRoot : installed, link);
	}
	return root;
}

/** As `copyExample`, for a test that starts the example's development server. */
function copyServedExample(t: TestContext, name: string): string {
	let root = '';
	// Before the folder is removed: hooks run in the order in which they were given.
	t.after(() => endProcesses(root));
	root = copyExample(t, name);
	return root;
}

async function succeeds(root: string, ...words: string[]): Promise<string> {
	const {code, stdout, stderr} = await commandLine(root, words);
	assert.equal(code, 0, stdout + stderr);
	return stdout;
}

async function migrates(root: string, migrations: string[]): Promise<void> {
	await succeeds(root, 'check');
	const output = await succeeds(root, 'migrate');
	for (const each of migrations) assert.ok(output.includes(`  Applying ${each}... OK\n`), output);
}

async function isUpToDate(root: string): Promise<void> {
	assert.match(await succeeds(root, 'check'), /identified no issues/);
	const listed = await succeeds(root, 'showmigrations');
	assert.match(listed, /\[X\]/);
	assert.doesNotMatch(listed, /\[ \]/);
	assert.equal(await succeeds(root, 'makemigrations', '--check'), 'No changes detected\n');
	await run(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', root]);
}

test('bookshop: migrates two apps and lets a customer order a book', async t => {
	const root = copyServedExample(t, 'bookshop');
	await migrates(root, ['books.0001_initial', 'books.0002_book_price', 'orders.0001_initial']);
	await isUpToDate(root);

	const isbn = '9780141439587';
	await succeeds(root, 'books:add', isbn, 'Emma', 'Jane Austen', '--price', '799');
	const password = 'correct horse battery staple';
	const words = ['createsuperuser', '--noinput', '--username', 'ada', '--password-stdin'];
	await commandLine(root, words, `${password}\n`);
	const visitor = new Visitor(new URL(await start(root)).origin);
	assert.match(textOf((await visitor.get('/')).body), /Emma, Jane Austen/);
	assert.match(textOf((await visitor.get(`/books/${isbn}/`)).body), /7\.99 € Log in to order/);
	assert.equal((await visitor.get('/orders/')).location, '/accounts/login/?next=/orders/');
	await visitor.logIn('ada', password);
	const {body} = await visitor.get(`/books/${isbn}/`);
	const ordered = await visitor.post(`/orders/${isbn}/`, hiddenFields(body));
	assert.equal(ordered.location, '/orders/');
	assert.match(textOf((await visitor.get('/orders/')).body), /Emma, ordered on/);
});

test('plain-mikro-orm: applies stock migrations and serves its own program', async t => {
	const root = copyServedExample(t, 'plain-mikro-orm');
	await migrates(root, ['Migration20261129190627', 'Migration20261129190656_year']);
	await isUpToDate(root);

	const database = new DatabaseSync(path.join(root, 'library.db'));
	database.exec("insert into author values (1, 'Jane Austen')");
	database.exec("insert into book (title, year, author_id) values ('Emma', 1815, 1)");
	database.close();
	const {text} = await request(await start(root));
	assert.deepEqual(JSON.parse(text), [{title: 'Emma', year: 1815, author: 'Jane Austen'}]);
});

test('api: migrates when it starts, then answers', async t => {
	const root = copyExample(t, 'api');
	const server = spawn(process.execPath, ['src/main.ts'], {
		cwd: root,
		env: {...process.env, PORT: '0'},
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	t.after(() => server.kill('SIGKILL'));
	const lines = createInterface({input: server.stdout})[Symbol.asyncIterator]();
	assert.equal((await lines.next()).value, 'Applied Migration20261129190749');
	const {value: listening} = await lines.next();
	const tasks = new URL('tasks', /http:\S+/.exec(String(listening))?.[0]);
	const post = (body: string) => fetch(tasks, {method: 'POST', body});
	assert.equal((await post('{"title": "Water the plants"}')).status, 201);
	assert.equal((await post('no JSON')).status, 400);
	assert.match(await (await fetch(tasks)).text(), /^\[{"id":1,"title":"Water the plants",/);
	await isUpToDate(root);
});
