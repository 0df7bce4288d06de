import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {existsSync, writeFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {readServerStatus} from '../../../source/server/control/lifecycle.ts';
import {quarterdeck} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {skipWithout} from '../../support/requires.ts';
import {
	isWatched,
	onePageProject,
	ownPageProject,
	processesOf,
	recordOf,
	request,
	savePage,
	start,
	untilState,
} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

test('--detach returns once the server runs; a second one says that it already does', async t => {
	const root = ownPageProject(t);
	const first = await commandLine(root, ['runserver', '--detach', '127.0.0.1:0']);
	assert.equal(first.code, 0, first.stderr);
	const {url, pid} = await readServerStatus(root);
	assert.ok(first.stdout.includes(`Development server running at ${url}`), first.stdout);
	assert.equal((await request(url!)).text, 'one');
	const second = await commandLine(root, ['runserver', '--detach']);
	assert.equal(second.code, 0);
	assert.ok(second.stdout.includes(`already running at ${url}`), second.stdout);
	assert.equal((await readServerStatus(root)).pid, pid);
});

test('while a server runs, another address is refused, and the same one is joined', async t => {
	const root = ownPageProject(t);
	const {code, stderr} = await commandLine(root, ['runserver', '--detach', '127.0.0.1:0']);
	assert.equal(code, 0, stderr);
	const {url} = await readServerStatus(root);
	const {port} = recordOf(root).listen;
	const detached = ['runserver', '--detach'];
	for (const same of [`127.0.0.1:${port}`, `localhost:${port}`, `${port}`, '0']) {
		for (const words of [detached, ['runserver']]) {
			const joined = await commandLine(root, [...words, same]);
			assert.deepEqual([joined.code, joined.stderr], [0, ''], same);
			assert.ok(joined.stdout.includes(`already running at ${url}`), joined.stdout);
		}
	}
	for (const other of [`${port + 1}`, `0.0.0.0:${port}`, `[::1]:${port + 1}`]) {
		for (const words of [detached, ['runserver']]) {
			const refused = await commandLine(root, [...words, other]);
			assert.equal(refused.code, 1);
			assert.equal(refused.stdout, '');
			const message = `Error: The development server of this project already runs at ${url}, not at ${other}.\n`;
			assert.ok(refused.stderr.startsWith(message), refused.stderr);
		}
	}
});

test('--detach with a broken application fails with its error; the next save starts it', async t => {
	const root = onePageProject(t);
	writeFileSync(path.join(root, 'urls.ts'), 'export default [ ;\n');
	const {code, stderr} = await commandLine(root, ['runserver', '--detach', '0']);
	assert.equal(code, 1);
	assert.match(stderr, /^Error: urls\.ts:1: .*\n.*answers with the reason/);
	savePage(root, 'mended');
	await untilState(root, 'running');
});

test('--no-reload watches no file', {
	skip: skipWithout('/proc', existsSync('/proc/self/fdinfo')),
}, async t => {
	const root = ownPageProject(t);
	await commandLine(root, ['runserver', '--detach', '--noreload', '0']);
	const {url} = await readServerStatus(root);
	savePage(root, 'two');
	assert.equal((await request(url!)).text, 'one');
	assert.equal(isWatched(root), false);
	await commandLine(root, ['stopserver']);
	assert.equal((await request(await start(root))).text, 'two');
	assert.equal(isWatched(root), true);
});

test('a restarted application reads .env again', async t => {
	const root = onePageProject(t);
	writeFileSync(path.join(root, '.env'), 'GREETING=hello\n');
	writeFileSync(
		path.join(root, 'urls.ts'),
		`import {path} from 'quarterdeck';
export default [path('/', context => { context.body = process.env.GREETING; })];
`,
	);
	await commandLine(root, ['runserver', '--detach', '0']);
	const {url} = await readServerStatus(root);
	assert.equal((await request(url!)).text, 'hello');
	writeFileSync(path.join(root, '.env'), 'GREETING=ahoy\n');
	await until('the greeting is new', async () => (await request(url!)).text === 'ahoy');
});

test('an invalid address and a port in use are reported in one sentence', async t => {
	const root = ownPageProject(t);
	const wrong = await commandLine(root, ['runserver', '80x']);
	assert.equal(wrong.code, 1);
	assert.match(wrong.stderr, /^Error: "80x" is not a valid port number or address:port pair\.\n/);
	const high = await commandLine(root, ['runserver', '99999']);
	assert.equal(high.code, 1);
	assert.match(high.stderr, /^Error: 99999 is not a port number: the highest is 65535\.\n$/);
	const other = spawn(
		process.execPath,
		[
			'-e',
			'net.createServer().listen(0).on("listening", function () { console.log(this.address().port); })',
			'x',
			'--password',
			'canary',
			'--name=shop',
		],
		{stdio: ['ignore', 'pipe', 'inherit']},
	);
	t.after(() => other.kill());
	const port = Number(await new Promise(resolve => other.stdout.once('data', resolve)));
	const taken = await commandLine(root, ['runserver', String(port)]);
	assert.equal(taken.code, 1);
	assert.equal(taken.stdout, '');
	const {username} = userInfo();
	const owner = `x --password … --name=shop \\(pid ${other.pid}, user ${username}, in .*\\)\\.\n`;
	assert.match(
		taken.stderr,
		new RegExp(`^Error: Port ${port} is already in use by node -e .*${owner}`),
	);
	assert.match(taken.stderr, /Port (\d+) is free: quarterdeck runserver \1\n$/);
	assert.deepEqual(processesOf(root), []);
});

test('runserver is refused in production', async t => {
	const root = onePageProject(t);
	const {code, stderr} = await quarterdeck(root, ['runserver'], {env: {NODE_ENV: 'production'}});
	assert.equal(code, 1);
	assert.match(
		stderr,
		/^Error: runserver is a development server and does not run in production\.\n/,
	);
});
