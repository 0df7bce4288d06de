import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {createServer} from 'node:net';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {listenWhere} from '../../../source/server/production/address.ts';
import {ownServerProject} from '../../support/own-server.ts';
import {addSetting, packageRoot} from '../../support/project.ts';
import {onePageProject, request, savePage, untilAnswer} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

interface Service {
	child: ChildProcess;
	log: () => string;
	/** Resolves when it serves. */
	url: () => Promise<string>;
	ended: Promise<number | null>;
}

const program = path.join(packageRoot, 'dist/server/serve.js');

/** @param words in the place of the usual program */
function service(
	t: TestContext,
	root: string,
	environment: NodeJS.ProcessEnv = {},
	{words = [process.execPath, program], sockets = [] as number[]} = {},
): Service {
	const child = spawn(words[0]!, words.slice(1), {
		cwd: root,
		env: {...process.env, NODE_ENV: 'production', PORT: '0', ...environment},
		stdio: ['ignore', 'pipe', 'pipe', ...sockets],
	});
	t.after(() => child.kill('SIGKILL'));
	let log = '';
	for (const stream of [child.stdout!, child.stderr!]) {
		stream.setEncoding('utf8').on('data', text => {
			log += text;
		});
	}
	return {
		child,
		log: () => log,
		url: () => until(`it serves: ${log}`, () => /^Serving \S+ at (\S+)$/m.exec(log)?.[1]),
		ended: new Promise(resolve => child.once('close', resolve)),
	};
}

test('on systemd’s socket, pages are plain, the log is complete, and a stop finishes responses', async t => {
	const root = onePageProject(t);
	addSetting(root, "allowedHosts: ['127.0.0.1']");
	savePage(root, 'one', "path('/broken', () => { throw new Error('canary of the inside'); }),");
	const held = createServer().listen(0, '127.0.0.1');
	t.after(() => held.close());
	await new Promise(resolve => held.once('listening', resolve));
	const {fd} = (held as unknown as {_handle: {fd: number}})._handle;
	const words = ['sh', '-c', 'LISTEN_PID=$$ exec "$0" "$1"', process.execPath, program];
	const environment = {LISTEN_FDS: '1'};
	const {url, child, log, ended} = service(t, root, environment, {words, sockets: [fd]});
	const address = await url();
	const {port} = held.address() as {port: number};
	assert.equal(address, `http://127.0.0.1:${port}/`);
	// Only the service accepts connections now.
	held.close();
	const missing = await request(`${address}nowhere`);
	const broken = await request(`${address}broken`);
	assert.deepEqual([missing.status, broken.status], [404, 500]);
	assert.doesNotMatch(missing.text + broken.text, /slow|canary|urls\.ts|debug/);
	const slow = request(`${address}slow`);
	await untilAnswer(`${address}count`, '1');
	child.kill('SIGTERM');
	assert.deepEqual(await slow, {status: 200, text: 'one'});
	assert.equal(await ended, 0, log());
	assert.match(log(), /"GET \/nowhere HTTP\/1\.1" 404/);
	assert.match(log(), /Error: canary of the inside\n {4}at .*urls\.ts:/);
	assert.match(log(), /unapplied migration/);
	assert.match(log(), /\nServer stopped\.\n$/);
	assert.doesNotMatch(log(), /development server/);
});

test('settings unsuitable for production are refused with a next step', async t => {
	const root = onePageProject(t);
	const taken = createServer().listen(0, '127.0.0.1');
	t.after(() => taken.close());
	await new Promise(resolve => taken.once('listening', resolve));
	const {port} = taken.address() as {port: number};
	const refusals = [
		[
			{NODE_ENV: 'development'},
			2,
			/^Error: debug is on: .*\nSet NODE_ENV=production, or debug: false/,
		],
		[{PORT: String(port)}, 1, /^Error: Port \d+ is already in use by node/],
	] as const;
	await Promise.all(
		refusals.map(async ([environment, code, text]) => {
			const {ended, log} = service(t, root, environment);
			assert.equal(await ended, code);
			assert.match(log(), text);
		}),
	);
});

test('a program that neither listens, exports nor waits is refused with one sentence', async t => {
	const root = ownServerProject(t, 'export {};\n');
	const {ended, log} = service(t, root);
	assert.equal(await ended, 2, log());
	assert.match(
		log(),
		/^Error: main\.ts neither listens nor exports a server\.\nExpected: [^\n]+\n$/,
	);
});

test('a program that waits for datagrams alone ends by itself', async t => {
	const source = `import {createSocket} from 'node:dgram';
const socket = createSocket('udp4').bind(0, '127.0.0.1', () => socket.send('', socket.address().port));
socket.on('message', () => socket.close(() => console.log('closed')));
`;
	const {ended, log} = service(t, ownServerProject(t, source));
	assert.deepEqual([await ended, log()], [0, 'closed\n']);
});

test('PORT overrides the settings’ port, and sockets for another process are ignored', () => {
	const settings = {host: '0.0.0.0', port: 8000};
	assert.deepEqual(listenWhere(settings, {}), settings);
	assert.deepEqual(listenWhere(settings, {PORT: ''}), settings);
	assert.deepEqual(listenWhere(settings, {PORT: '81'}), {host: '0.0.0.0', port: 81});
	assert.deepEqual(listenWhere(settings, {LISTEN_FDS: '1', LISTEN_PID: '1'}), settings);
	assert.throws(() => listenWhere(settings, {PORT: '65536'}), /PORT is not a port number/);
});
