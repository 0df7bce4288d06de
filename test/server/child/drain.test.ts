import assert from 'node:assert/strict';
import {createServer, type ServerResponse} from 'node:http';
import {type AddressInfo, connect, type Socket} from 'node:net';
import test, {type TestContext} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {drainable} from '../../../source/server/child/drain.ts';
import {until} from '../../support/wait.ts';

test('half a request is not waited for, an answer under way is', async t => {
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
	await until('the whole one is heard', () => responses.length === 1);
	const drained = drain(5000);
	await half.ended;
	assert.equal(await Promise.race([drained, pause(50, 'waits')]), 'waits');
	responses[0]!.end('here it is');
	await Promise.all([drained, whole.ended]);
	assert.match(whole.text(), /\r\nConnection: close\r\n(.|\r\n)*here it is$/);
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
