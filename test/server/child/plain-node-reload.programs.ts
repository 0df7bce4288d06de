/** What an application listens with besides its servers is there again after a reload. */
import assert from 'node:assert/strict';
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {readServerStatus, startServer} from '../../../source/server/control/lifecycle.ts';
import {serverLogPath} from '../../../source/server/control/log-file.ts';
import {freePort, ownServerProject, saveServer, serverSource} from '../../support/own-server.ts';
import {request, untilAnswer, untilState} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

/** Runs a source twice, with another text the second time. @param answers how the text is found out */
async function runTwice(
	t: TestContext,
	source: (text: string, port: number) => string,
	options: {isChosen?: boolean; answer?: (port: number, root: string) => Promise<string>} = {},
): Promise<string> {
	const port = await freePort();
	const root = ownServerProject(t, source('one', port), "{file: './main.ts', spare: false}");
	const chosen = options.isChosen ? {port} : {};
	const {status} = await startServer(root, {operator: 'tester', ...chosen});
	const log = () => readFileSync(serverLogPath(root), 'utf8');
	assert.equal(status.state, 'running', log());
	const answer = options.answer ?? (async () => (await request(`http://localhost:${port}/`)).text);
	await until('it runs', async () => (await answer(port, root).catch(() => '')) === 'one');
	saveServer(root, source('two', port));
	await until('it is reloaded', async () => (await answer(port, root).catch(() => '')) === 'two');
	await untilState(root, 'running');
	assert.doesNotMatch(log(), /EADDRINUSE|WARNING: Other/);
	return log();
}

test('a thread that listens, also on the chosen port', async t => {
	const source = (text: string, port: number) => `
import {isMainThread, Worker} from 'node:worker_threads';
import {createServer} from 'node:http';
if (isMainThread) {
	new Worker(new URL(import.meta.url));
	createServer((_, response) => response.end('main')).listen(${port + 1}, '127.0.0.1');
} else createServer((_, response) => response.end('${text}')).listen(${port}, '127.0.0.1');
`;
	await runTwice(t, source);
	await runTwice(t, source, {isChosen: true});
});

test('the workers of a cluster, also on the chosen port', async t => {
	const source = (text: string, port: number) => `
import cluster from 'node:cluster';
import {createServer} from 'node:http';
if (cluster.isPrimary) for (const _ of [1, 2]) cluster.fork();
else createServer((_, response) => response.end('${text}')).listen(${port}, '127.0.0.1');
`;
	await runTwice(t, source);
	await runTwice(t, source, {isChosen: true});
});

test('datagrams, several servers and a Unix socket beside the application', async t => {
	const source = (text: string, port: number) => `
import {createServer} from 'node:http';
import dgram from 'node:dgram';
import net from 'node:net';
const socket = dgram.createSocket('udp4').bind(${port});
net.createServer().listen(import.meta.dirname + '/a.sock');
createServer((_, response) => response.end('${text}')).listen(${port}, '127.0.0.1');
createServer((_, response) => response.end('metrics')).listen(${port + 1}, '127.0.0.1');
`;
	const log = await runTwice(t, source);
	assert.equal(log.match(/Starting development server at/g)?.length, 2, log);
});

test('a program that the application starts and that listens', async t => {
	const source = (text: string, port: number) => `
import {fork} from 'node:child_process';
import {createServer} from 'node:http';
const server = createServer((_, response) => response.end('${text}'));
if (process.argv[2]) process.once('disconnect', () => process.exit());
if (process.argv[2]) server.listen(${port}, '127.0.0.1', () => process.send?.('ready'));
else fork(import.meta.filename, ['child']).once('message', () => server.listen(${port + 1}, '127.0.0.1'));
`;
	await runTwice(t, source);
});

test('an application of a Unix socket alone', async t => {
	const root = ownServerProject(
		t,
		`${serverSource('one')}server.listen(import.meta.dirname + '/a.sock');\n`,
		"{file: './main.ts', spare: false}",
	);
	const {status} = await startServer(root, {operator: 'tester'});
	assert.deepEqual([status.state, status.url], ['running', `unix:${path.join(root, 'a.sock')}`]);
	saveServer(root, `${serverSource('one')}server.listen(import.meta.dirname + '/b.sock');\n`);
	await until('it is reloaded', async () => (await readServerStatus(root)).url?.endsWith('b.sock'));
});

test('an application of datagrams alone', async t => {
	const source = (text: string, port: number) => `
import dgram from 'node:dgram';
const socket = dgram.createSocket('udp4').bind(${port}, '127.0.0.1');
socket.on('message', (_, {port, address}) => socket.send('${text}', port, address));
`;
	const answer = async (port: number, root: string) => {
		assert.equal((await readServerStatus(root)).url, `udp://127.0.0.1:${port}`);
		const client = createSocket('udp4');
		client.connect(port, '127.0.0.1', () => client.send('?'));
		const [bytes] = await once(client, 'message', {signal: AbortSignal.timeout(1000)}).finally(() =>
			client.close(),
		);
		return String(bytes);
	};
	const log = await runTwice(t, source, {answer});
	assert.doesNotMatch(log, /did not listen/);
});

test('a port that changes its address, or moves to a thread, is bound anew', async t => {
	const port = await freePort();
	const main = (host: string) => `${serverSource(host)}server.listen(${port}, '${host}');\n`;
	const root = ownServerProject(t, main('127.0.0.1'), "{file: './main.ts', spare: false}");
	await startServer(root, {operator: 'tester'});
	await untilAnswer(`http://127.0.0.1:${port}/`, '127.0.0.1');
	saveServer(root, main('0.0.0.0'));
	await untilAnswer(`http://127.0.0.1:${port}/`, '0.0.0.0');
	saveServer(root, main('::1'));
	await untilAnswer(`http://[::1]:${port}/`, '::1');
});

test('an application ends as under Node: when nothing is left, with process.exit and its handlers', async t => {
	const root = ownServerProject(t, serverSource('one'), "{file: './main.ts', spare: false}");
	const file = path.join(root, 'trace');
	const trace = `import {appendFileSync} from 'node:fs';\nconst trace = (text: string) => appendFileSync(${JSON.stringify(file)}, text + ' ');\nprocess.on('beforeExit', () => trace('beforeExit'));\nprocess.on('exit', code => trace('exit ' + code));\n`;
	for (const [source, expected, reason] of [
		["trace('nothing to do');", 'nothing to do beforeExit exit 0 ', /ended normally/],
		['process.exit(3);', 'exit 3 ', /exit code 3/],
		['process.exitCode = 4;', 'beforeExit exit 4 ', /exit code 4/],
		["process.on('exit', () => process.exit(5)); process.exit(3);", 'exit 3 ', /exit code 5/],
	] as const) {
		writeFileSync(file, '');
		saveServer(root, trace + source);
		const {status} = await startServer(root, {operator: 'tester'});
		if (status.state === 'running') await untilState(root, 'crashed');
		await until('it has ended', () => readFileSync(file, 'utf8') === expected);
		await until('it is told', async () => reason.test((await readServerStatus(root)).reason ?? ''));
	}
});
