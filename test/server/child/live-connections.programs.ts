import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {get} from 'node:http';
import test, {type TestContext} from 'node:test';
import {serverLogPath} from '../../../source/server/control/log-file.ts';
import {ownServerProject, runServer, saveServer} from '../../support/own-server.ts';
import {until} from '../../support/wait.ts';

/** Sends `{version, filler}` every millisecond, in events and WebSocket frames, and handles no error. */
const source = (version: string) => `
import {createServer} from 'node:http';
import {createHash} from 'node:crypto';
const message = JSON.stringify({version: '${version}', filler: 'x'.repeat(20_000)});
const server = createServer((_, response) => {
	response.writeHead(200, {'Content-Type': 'text/event-stream'});
	setInterval(() => response.write('data: ' + message + '\\n\\n'), 1);
});
server.on('upgrade', ({headers}, socket) => {
	const key = headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
	const accept = createHash('sha1').update(key).digest('base64');
	socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: ' + accept + '\\r\\n\\r\\n');
	const head = Buffer.from([0x81, 126, message.length >> 8, message.length & 0xff]);
	setInterval(() => socket.write(Buffer.concat([head, Buffer.from(message)])), 1);
	socket.resume();
});
export default server;
`;

interface Client {
	/** Of the last message. */
	version: string;
	/** How each connection ended. */
	ends: unknown[];
}

test('event streams and WebSockets end in their own way, and their clients get whole messages from the new code', async t => {
	const root = ownServerProject(t, source('0'), "{file: './main.ts', port: 0, spare: true}");
	const url = await runServer(root);
	const clients = {events: eventClient(t, url), WebSocket: socketClient(t, url)};
	const all = Object.values(clients);
	await until('all have messages', () => all.every(({version}) => version === '0'));
	const rounds = 5;
	const times: Record<string, number[]> = {events: [], WebSocket: []};
	for (let round = 1; round <= rounds; round++) {
		saveServer(root, source(String(round)));
		const saved = performance.now();
		const wait = async ([name, client]: [string, Client]) => {
			await until(`${name} has it`, () => client.version === String(round));
			times[name]!.push(Math.round(performance.now() - saved));
		};
		await Promise.all(Object.entries(clients).map(wait));
	}
	assert.deepEqual(clients.events.ends, Array(rounds).fill('complete'));
	assert.deepEqual(clients.WebSocket.ends, Array(rounds).fill('1012 clean'));
	assert.doesNotMatch(readFileSync(serverLogPath(root), 'utf8'), /Error/);
	t.diagnostic(`from a save to a message of the new code, ms: ${JSON.stringify(times)}`);
});

/** Like an EventSource that connects again at once. A message that is not whole is no JSON. */
function eventClient(t: TestContext, url: string): Client {
	const client: Client = {version: '', ends: []};
	let isOver = false;
	const connect = () => {
		const request = get(url, {agent: false}, response => {
			let rest = '';
			response.setEncoding('utf8').on('data', chunk => {
				const events = (rest + chunk).split('\n\n');
				rest = events.pop()!;
				for (const event of events) client.version = versionOf(event.slice('data: '.length));
			});
			response.on('error', () => {});
			response.once('close', () => {
				if (isOver) return;
				client.ends.push(response.complete && rest === '' ? 'complete' : `cut: ${rest.length}`);
				connect();
			});
		}).on('error', error => isOver || client.ends.push(error.message));
		t.after(() => {
			isOver = true;
			request.destroy();
		});
	};
	connect();
	return client;
}

/** It also sends, all the time. */
function socketClient(t: TestContext, url: string): Client {
	const client: Client = {version: '', ends: []};
	const connect = () => {
		const socket = new WebSocket(url.replace('http', 'ws'));
		const chatter = setInterval(() => socket.readyState === 1 && socket.send('hello'), 1);
		let isOver = false;
		socket.onmessage = ({data}) => {
			client.version = versionOf(data);
		};
		socket.onclose = ({code, wasClean}) => {
			clearInterval(chatter);
			if (isOver) return;
			client.ends.push(`${code}${wasClean ? ' clean' : ''}`);
			connect();
		};
		t.after(() => {
			isOver = true;
			socket.close();
		});
	};
	connect();
	return client;
}

function versionOf(message: string): string {
	const {version, filler} = JSON.parse(message);
	assert.equal(filler.length, 20_000);
	return version;
}
