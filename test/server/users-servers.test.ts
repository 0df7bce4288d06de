import assert from 'node:assert/strict';
import {createHash, randomBytes} from 'node:crypto';
import {rmSync, writeFileSync} from 'node:fs';
import {get} from 'node:http';
import {connect, createServer, type Socket} from 'node:net';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {readServerStatus, startServer, stopServer} from '../../source/server/control/lifecycle.ts';
import {isPortFree} from '../../source/server/control/port-owner.ts';
import {
	onePageProject,
	processesOf,
	recordOf,
	request,
	signal,
	untilAnswer,
	untilState,
} from '../support/server.ts';
import {until} from '../support/wait.ts';

const operator = 'tester';

/** A project whose server is this file, or this command. */
function project(t: TestContext, source: string, server = "'./main.ts'"): string {
	const root = onePageProject(t, 'one', server);
	rmSync(path.join(root, 'urls.ts'));
	save(root, source);
	return root;
}

function save(root: string, source: string): void {
	writeFileSync(path.join(root, 'main.ts'), source);
}

async function run(root: string, options: {port?: number} = {}): Promise<string> {
	const {status} = await startServer(root, {...options, operator});
	assert.equal(status.state, 'running', status.reason);
	return status.url!;
}

async function freePort(): Promise<number> {
	const port = 20_000 + Math.floor(Math.random() * 10_000);
	return (await isPortFree('127.0.0.1', port)) ? port : freePort();
}

const plain = (text: string) =>
	`import {createServer} from 'node:http';\nconst server = createServer((_, response) => response.end('${text}'));\n`;

test('a server that listens by itself keeps its own port, and no connection is refused over a reload', async t => {
	const port = await freePort();
	const source = (text: string) =>
		`${plain(text)}setTimeout(() => server.listen(${port}, '127.0.0.1'), 10);\n`;
	const root = project(t, source('one'), "{file: './main.ts', spare: false}");
	const url = await run(root);
	assert.equal(url, `http://127.0.0.1:${port}/`);
	assert.equal((await request(url)).text, 'one');
	let isAsking = true;
	const asking = (async () => {
		while (isAsking) assert.equal((await request(url)).status, 200);
	})();
	save(root, source('two'));
	await untilAnswer(url, 'two');
	isAsking = false;
	await asking;
	save(root, `${source('three')} throw new Error('too late');`);
	await untilState(root, 'crashed');
	await until('the reason is answered', async () =>
		(await request(url)).text.includes('main.ts:4: too late'),
	);
	save(root, source('four'));
	await untilAnswer(url, 'four');
});

test('what is exported is served: Koa, a factory of it, functions, servers', async t => {
	const koa =
		"import Koa from 'koa';\nconst app = new Koa();\napp.use(it => { it.body = TEXT; });\n";
	const sources: Record<string, string> = {
		koa: `${koa}export default app;`,
		factory: `${koa}export default async () => app;`,
		handler: 'export default (request, response) => response.end(TEXT);',
		server: `${plain('server')}export default server;`,
	};
	const of = (name: string) => sources[name]!.replace('TEXT', `'${name}'`);
	const root = project(t, of('koa'), "{file: './main.ts', port: 0, spare: false}");
	const url = await run(root);
	await untilAnswer(url, 'koa');
	for (const name of ['factory', 'handler', 'server']) {
		save(root, of(name));
		await untilAnswer(url, name);
	}
	save(root, 'export default 5;');
	await until('the page says so', async () =>
		(await request(url)).text.includes('does not export a server'),
	);
});

test('PORT is what was asked for; a port that is taken is refused with its owner', async t => {
	const root = project(t, `${plain('one')}server.listen(process.env.PORT);\n`);
	const port = await freePort();
	assert.equal(await run(root, {port}), `http://127.0.0.1:${port}/`);
	await stopServer(root, {operator});
	const taken = createServer().listen(port, '127.0.0.1');
	t.after(() => taken.close());
	await assert.rejects(run(root, {port}), /is already in use by node/);
	save(root, `${plain('one')}server.listen(${port}, '127.0.0.1');\n`);
	await assert.rejects(run(root), /is already in use by node/);
	assert.deepEqual(processesOf(root), []);
});

test('a command is run with all it starts, and ended with all of it', async t => {
	const source = (text: string) => `${plain(text)}server.listen(process.env.PORT, '127.0.0.1');\n`;
	const root = project(
		t,
		source('one'),
		"{command: 'echo before; node --no-warnings main.ts & wait', port: PORT, spare: false}".replace(
			'PORT',
			String(await freePort()),
		),
	);
	const url = await run(root);
	assert.equal((await request(url)).text, 'one');
	save(root, source('two'));
	await untilAnswer(url, 'two');
	save(root, 'process.exit(3)');
	await until('its end is answered', async () =>
		/ended (?:normally|with exit code)/.test((await request(url).catch(() => ({text: ''}))).text),
	);
	save(root, source('three'));
	await untilAnswer(url, 'three');
	await untilState(root, 'running');
	const {port} = new URL(url);
	signal(recordOf(root).children[0]!.pid, 'SIGKILL');
	await until('it was noted', () => recordOf(root).lastExit?.signal === 'SIGKILL');
	await untilAnswer(url, 'three');
	await stopServer(root, {operator});
	assert.equal(await isPortFree('127.0.0.1', Number(port)), true);
	assert.equal((await readServerStatus(root)).state, 'stopped');
});

test('streams and WebSockets are cut for a reload, their clients come to the new application', async t => {
	const source = (text: string) => `
import {createServer} from 'node:http';
import {createHash} from 'node:crypto';
const server = createServer((request, response) => {
	if (request.url !== '/events') return response.end('${text}');
	response.setHeader('Content-Type', 'text/event-stream');
	response.write('data: ${text}\\n\\n');
});
server.on('upgrade', (request, socket) => {
	const key = request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
	const accept = createHash('sha1').update(key).digest('base64');
	socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: ' + accept + '\\r\\n\\r\\n');
});
export default server;
`;
	const root = project(t, source('one'), "{file: './main.ts', port: 0, spare: false}");
	const url = await run(root);
	const port = Number(new URL(url).port);
	const stream = await events(`${url}events`);
	const socket = await webSocket(t, port);
	const [old] = recordOf(root).children;
	const began = performance.now();
	save(root, source('two'));
	await Promise.all([stream.ended, socket.ended]);
	await untilAnswer(url, 'two');
	await until('the old process is gone', () => !processesOf(root).includes(old!.pid));
	assert.ok(performance.now() - began < 2500, 'nothing of it waits for the deadline');
	assert.equal((await events(`${url}events`)).first, 'data: two\n\n');
});

function events(url: string): Promise<{first: string; ended: Promise<unknown>}> {
	return new Promise((resolve, reject) => {
		get(url, {agent: false}, response => {
			const ended = new Promise(done => response.once('close', done));
			response.on('error', () => {});
			response.once('data', chunk => resolve({first: String(chunk), ended}));
		}).on('error', reject);
	});
}

async function webSocket(t: TestContext, port: number): Promise<{ended: Promise<unknown>}> {
	const key = randomBytes(16).toString('base64');
	const socket: Socket = connect(port, '127.0.0.1');
	t.after(() => socket.destroy());
	socket.write(
		`GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
	);
	socket.on('error', () => {});
	const ended = new Promise(done => socket.once('close', done));
	const head = await new Promise(resolve => socket.once('data', resolve));
	const accept = createHash('sha1')
		.update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
		.digest('base64');
	assert.ok(String(head).includes(accept), String(head));
	return {ended};
}
