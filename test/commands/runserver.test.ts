import assert from 'node:assert/strict';
import type {ChildProcess} from 'node:child_process';
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {readServerStatus} from '../../source/server/control/lifecycle.ts';
import {isPortFree} from '../../source/server/control/port-owner.ts';
import {quarterdeck, startQuarterdeck} from '../support/command.ts';
import {commandLine} from '../support/command-line.ts';
import {skipWithout} from '../support/requires.ts';
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
} from '../support/server.ts';
import {until} from '../support/wait.ts';

interface Foreground {
	child: ChildProcess;
	shown: () => string;
	shows: (text: string) => Promise<unknown>;
	/** The exit code, or the signal. */
	ended: Promise<number | string>;
}

function foreground(t: TestContext, root: string, words: string[] = [], env = {}): Foreground {
	const child = startQuarterdeck(t, root, ['runserver', ...words], {
		...process.env,
		...{NO_COLOR: undefined, FORCE_COLOR: undefined},
		...env,
	});
	let shown = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', text => {
			shown += text;
		});
	}
	return {
		child,
		shown: () => shown,
		shows: text => until(`${text} is shown in\n${shown}`, () => shown.includes(text)),
		ended: new Promise(resolve => child.once('close', (code, signal) => resolve(signal ?? code!))),
	};
}

/** The accounts app with a migration that nobody has applied. */
function addMigration(root: string): void {
	const folder = path.join(root, 'accounts/migrations');
	mkdirSync(folder);
	writeFileSync(
		path.join(folder, '0001_initial.ts'),
		`import {Migration} from '@mikro-orm/migrations';

export default class extends Migration {
	static dependencies: string[] = [];
	override name = 'accounts.0001_initial';
	override up(): void {}
}
`,
	);
}

test('runserver warns of migrations first, then shows the log until ^C stops the server', async t => {
	const root = onePageProject(t);
	addMigration(root);
	const {child, shown, shows, ended} = foreground(t, root, ['127.0.0.1:0'], {FORCE_COLOR: '1'});
	await shows('Quit the server with CONTROL-C.');
	const {url} = await readServerStatus(root);
	await shows(`Starting development server at ${url}`);
	assert.match(
		shown(),
		/^\u001B\[31mYou have \d+ unapplied migration\(s\)\. .*accounts.*\u001B\[0m\n/,
	);
	assert.equal(shown().split('unapplied migration(s)').length, 2, 'it is said once');
	assert.match(
		shown(),
		/WARNING: This is a development server\. Do not use it in a production setting\./,
	);
	await request(`${url}nowhere`);
	await until('the request is shown', () =>
		/\u001B\[33m\[.*\] "GET \/nowhere HTTP\/1.1" 404/.test(shown()),
	);
	savePage(root, 'two');
	await shows('urls.ts changed, reloading.');
	child.kill('SIGINT');
	assert.equal(await ended, 0, shown());
	await shows('Server stopped by');
	assert.equal(await isPortFree('127.0.0.1', recordOf(root).listen.port), true);
	assert.deepEqual(processesOf(root), []);
});

test('a closed terminal leaves the server running, and the next runserver shows it', async t => {
	const root = onePageProject(t);
	const first = foreground(t, root, ['0']);
	await first.shows('Quit the server');
	first.child.kill('SIGHUP');
	assert.equal(await first.ended, 'SIGHUP');
	const {url, pid} = await readServerStatus(root);
	assert.equal((await request(url!)).text, 'one');
	const second = foreground(t, root, ['0']);
	await second.shows(`The development server is already running at ${url}, started by`);
	await second.shows('"GET / HTTP/1.1" 200');
	assert.equal((await readServerStatus(root)).pid, pid);
	second.child.kill('SIGINT');
	assert.equal(await second.ended, 0);
	assert.match(
		second.shown(),
		/The server keeps running; stop it with 'quarterdeck stopserver'\.\n$/,
	);
	assert.doesNotMatch(second.shown(), /Quit the server with CONTROL-C/);
	assert.equal((await readServerStatus(root)).pid, pid);
	assert.equal((await request(url!)).text, 'one');
	const third = foreground(t, root, ['0']);
	await third.shows('already running');
	assert.equal((await commandLine(root, ['stopserver'])).code, 0);
	assert.equal(await third.ended, 0, third.shown());
	assert.deepEqual(processesOf(root), []);
});

test('a broken application is reported with its place, and the next save starts it', async t => {
	const root = onePageProject(t);
	writeFileSync(path.join(root, 'urls.ts'), 'export default [ ;\n');
	const {child, shows, ended} = foreground(t, root, ['0']);
	await shows('urls.ts:1: ');
	await untilState(root, 'crashed');
	savePage(root, 'mended');
	await shows('Starting development server at');
	child.kill('SIGINT');
	assert.equal(await ended, 0);
});

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
	const other = ownPageProject(t);
	await start(other);
	const {port} = recordOf(other).listen;
	const taken = await commandLine(root, ['runserver', String(port)]);
	assert.equal(taken.code, 1);
	assert.match(
		taken.stderr,
		new RegExp(`^Error: Port ${port} is already in use by node .*\\(pid \\d+`),
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
