import assert from 'node:assert/strict';
import {createHash, randomBytes} from 'node:crypto';
import {createServer, get, type IncomingMessage, type ServerResponse} from 'node:http';
import {type AddressInfo, connect, type Socket} from 'node:net';
import test, {type TestContext} from 'node:test';
import {drainable} from '../../../source/server/child/drain.ts';
import {ownServerProject, runServer, saveServer} from '../../support/own-server.ts';
import {processesOf, recordOf, untilAnswer} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

test('draining waits for responses in progress, but not for half a request', async t => {
	const responses: ServerResponse[] = [];
	const server = createServer((_, response) => responses.push(response));
	const drain = drainable(server);
	server.listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	const half = await connection(t, server.address() as AddressInfo, 'GET / HT');
	const whole = await connection(
		t,
		server.address() as AddressInfo,
		'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
	);
	await until('the whole request is received', () => responses.length === 1);
	const drained = drain(5000);
	await half.ended;
	assert.equal(await Promise.race([drained, Promise.resolve('waits')]), 'waits');
	responses[0]!.end('here it is');
	await Promise.all([drained, whole.ended]);
	assert.match(whole.text(), /\r\nConnection: close\r\n(.|\r\n)*here it is$/);
});

test('draining waits until a client that reads slowly has the whole response', async t => {
	const body = Buffer.alloc(20_000_000, 'x');
	const server = createServer((_, response) => response.end(body));
	const drain = drainable(server);
	server.listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	const {port} = server.address() as AddressInfo;
	const response = await new Promise<IncomingMessage>(resolve =>
		get({host: '127.0.0.1', port, agent: false}, resolve),
	);
	t.after(() => response.destroy());
	const drained = drain(60_000);
	await new Promise(resolve => setImmediate(resolve));
	let size = 0;
	for await (const chunk of response) size += chunk.length;
	assert.equal(size, body.length);
	await drained;
});

test('event streams and WebSockets are cut long before the deadline', async t => {
	const server = createServer((_, response) => {
		response.setHeader('Content-Type', 'text/event-stream');
		response.write('data: 1\n\n');
	});
	let upgrades = 0;
	server.on('upgrade', () => upgrades++);
	const lines: string[] = [];
	const drain = drainable(server, line => lines.push(line));
	server.listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	const address = server.address() as AddressInfo;
	const head = 'GET / HTTP/1.1\r\nHost: a\r\n';
	const stream = await connection(t, address, `${head}\r\n`);
	const upgrade = `${head}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
	const socket = await connection(t, address, upgrade);
	await until('both are open', () => upgrades === 1 && stream.text().includes('data: 1'));
	await drain(60 * 60_000);
	await Promise.all([stream.ended, socket.ended]);
	assert.match(stream.text(), /data: 1\n\n\r\n0\r\n\r\n$/);
	// 1012, of which the last byte is no text.
	assert.ok(socket.text().startsWith(Buffer.from([0x88, 2, 3, 0xf4]).toString('utf8')));
	for (const line of lines)
		assert.match(
			line,
			/^Cut off after \d+\.\d s by the end of this process: "GET \/ HTTP\/1\.1"\n$/,
		);
	assert.equal(lines.length, 2);
});

test('a response that does not end in time is cut off and told, without its query', async t => {
	const responses: ServerResponse[] = [];
	const server = createServer((_, response) => responses.push(response));
	const lines: string[] = [];
	const drain = drainable(server, line => lines.push(line));
	server.listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	const address = server.address() as AddressInfo;
	const poll = await connection(t, address, 'GET /poll?token=x HTTP/1.1\r\nHost: a\r\n\r\n');
	await until('it is received', () => responses.length === 1);
	await drain(10);
	await poll.ended;
	assert.equal(lines.length, 1);
	assert.match(lines[0]!, /"GET \/poll HTTP\/1\.1"/);
});

async function connection(t: TestContext, {port}: AddressInfo, request: string) {
	const socket: Socket = connect(port, '127.0.0.1');
	t.after(() => socket.destroy());
	let text = '';
	socket.setEncoding('utf8').on('data', chunk => {
		text += chunk;
	});
	const ended = new Promise(resolve => socket.on('error', () => {}).once('close', resolve));
	await new Promise(resolve => socket.write(request, resolve));
	return {ended, text: () => text};
}

test('a reload cuts event streams and WebSockets, so that clients reconnect to the new application', async t => {
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
	const root = ownServerProject(t, source('one'), "{file: './main.ts', port: 0, spare: false}");
	const url = await runServer(root);
	const port = Number(new URL(url).port);
	const stream = await events(`${url}events`);
	const socket = await webSocket(t, port);
	const [old] = recordOf(root).children;
	saveServer(root, source('two'));
	await Promise.all([stream.ended, socket.ended]);
	await untilAnswer(url, 'two');
	await until('the old process is gone', () => !processesOf(root).includes(old!.pid));
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
