import assert from 'node:assert/strict';
import type {ChildProcess} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {readServerStatus} from '../../source/server/control/lifecycle.ts';
import {isPortFree} from '../../source/server/control/port-owner.ts';
import {startQuarterdeck} from '../support/command.ts';
import {commandLine} from '../support/command-line.ts';
import {converseWithProcess} from '../support/conversation.ts';
import {
	onePageProject,
	processesOf,
	recordOf,
	request,
	savePage,
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
	const script = foreground(t, root, ['0']);
	assert.equal(await script.ended, 0);
	const running = `The development server is already running at ${url}, started by`;
	assert.ok(script.shown().includes(running), script.shown());
	const second = converseWithProcess(t, root, ['runserver', '0']);
	await until(running, () => second.text().includes(running));
	await second.press('"GET / HTTP/1.1" 200', '\u0003');
	assert.equal(await second.end(), 0);
	assert.match(
		second.text(),
		/The server keeps running; stop it with 'quarterdeck stopserver'\.\n$/,
	);
	assert.doesNotMatch(second.text(), /Quit the server with CONTROL-C/);
	assert.equal((await readServerStatus(root)).pid, pid);
	assert.equal((await request(url!)).text, 'one');
	const third = converseWithProcess(t, root, ['runserver']);
	await until('already running', () => third.text().includes('already running'));
	assert.equal((await commandLine(root, ['stopserver'])).code, 0);
	assert.equal(await third.end(), 0, third.text());
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
