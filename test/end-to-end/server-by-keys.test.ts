import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {type AddressInfo, createServer} from 'node:net';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {openProject, quit} from '../support/dashboard.ts';
import {temporaryFolder} from '../support/project.ts';
import {onePageProject, recordOf, request} from '../support/server.ts';
import type {Terminal} from '../support/terminal.ts';
import {until} from '../support/wait.ts';

test('s handles a port in use, the same port again, an open request and broken settings', async t => {
	const root = onePageProject(t);
	const terminal = openProject(t, root);
	await terminal.shows('2 unapplied');
	const taken = await takePort(t);

	terminal.press(`:runserver ${taken}\r`);
	await terminal.shows(`Port ${taken} is already in use by node`);
	await terminal.shows(/s start on port \d+/);
	const port = Number(/s start on port (\d+)/.exec(terminal.screen())![1]);
	terminal.press('s');
	const url = `http://127.0.0.1:${port}/`;
	await isRunning(terminal, url);

	const answer = request(`${url}slow`);
	await until('it is under way', async () => (await request(`${url}count`)).text === '1');
	terminal.press('s');
	await terminal.shows('Stopping the server … waiting for open requests');
	assert.equal((await answer).text, 'one', 'it is waited for');
	await isStopped(terminal);
	await terminal.shows(`quarterdeck runserver ${port}`);

	terminal.press('s');
	await isRunning(terminal, url);
	terminal.press('s');
	await isStopped(terminal);

	const settings = path.join(root, 'settings.ts');
	const whole = readFileSync(settings, 'utf8');
	writeFileSync(settings, whole.replace('apps:', 'aps:'));
	await terminal.shows('settings.aps is no setting');
	terminal.press('s');
	await terminal.shows(/━ Server ━[\s\S]*settings\.apps is missing[\s\S]*Esc close/);
	terminal.press('\u001B');
	await quit(terminal);
});

test('x ends a process that the project’s server left on the port, and one that does not answer', async t => {
	const root = onePageProject(t);
	const terminal = openProject(t, root);
	await terminal.shows('2 unapplied');
	const {port, ended} = await leaveBehind(t, root);
	terminal.press(`:runserver ${port}\r`);
	await terminal.shows('It is left over from a server of this project');
	await terminal.shows('x stop it and start');
	terminal.press('x');
	await ended;
	await isRunning(terminal, `http://127.0.0.1:${port}/`);

	process.kill(recordOf(root).runner.pid, 'SIGSTOP');
	await terminal.shows('● unresponsive');
	terminal.press('s');
	await terminal.shows('The server is running but does not answer.');
	await terminal.shows('x stop by force');
	terminal.press('x');
	await terminal.shows('○ stopped');
	await terminal.hides('Stopping the server by force');
	await quit(terminal);
});

/** In the status, and for who pressed the key. */
async function isRunning(terminal: Terminal, url: string): Promise<void> {
	await terminal.shows(`● running   ${url}`);
	await terminal.hides('Starting the server');
}

async function isStopped(terminal: Terminal): Promise<void> {
	await terminal.shows('○ stopped');
	await terminal.hides('Stopping the server');
}

async function takePort(t: TestContext): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	t.after(() => server.close());
	await new Promise(resolve => server.once('listening', resolve));
	return (server.address() as AddressInfo).port;
}

/** A process as an application's whose runner was killed and whose state file is gone. */
async function leaveBehind(t: TestContext, root: string) {
	const folder = path.join(temporaryFolder(t), 'dist/server');
	mkdirSync(folder, {recursive: true});
	const program = path.join(folder, 'child.js');
	writeFileSync(
		program,
		`const server = require('node:net').createServer().listen(0, '127.0.0.1', () => console.log(server.address().port));`,
	);
	const child: ChildProcess = spawn(process.execPath, [program], {cwd: root});
	t.after(() => child.kill('SIGKILL'));
	const ended = new Promise(resolve => child.once('exit', resolve));
	const port = await new Promise(resolve => child.stdout!.once('data', resolve));
	return {port: Number(port), ended};
}
