/** What servers do when they listen: a program that tells it, under plain Node and under the runner. */
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import type {LaunchOptions} from '../../source/server/control/launch-runner.ts';
import {startServer, stopServer} from '../../source/server/control/lifecycle.ts';
import {serverLogPath} from '../../source/server/control/log-file.ts';
import {until} from './wait.ts';

/** Makes the server that the cases listen with: not listening yet. */
export const makers: Record<string, string> = {
	http: "import {createServer} from 'node:http';\nconst make = async () => createServer((_, response) => response.end('hello'));",
	koa: "import {createServer} from 'node:http';\nimport Koa from 'koa';\nconst make = async () => createServer(new Koa().use(it => { it.body = 'hello'; }).callback());\nconst own = port => new Koa().use(it => { it.body = 'hello'; }).listen(port);",
	express:
		"import {createServer} from 'node:http';\nimport express from 'express';\nconst app = () => express().get('/', (_, response) => response.send('hello'));\nconst make = async () => createServer(app());\nconst own = port => app().listen(port);",
	fastify:
		"import Fastify from 'fastify';\nconst app = () => Fastify().get('/', async () => 'hello');\nconst make = async () => { const one = app(); await one.ready(); return one.server; };\nconst own = async port => { const one = app(); await one.listen({port}); return one.server; };",
	hono: "import {createAdaptorServer, serve} from '@hono/node-server';\nimport {Hono} from 'hono';\nconst app = () => new Hono().get('/', it => it.text('hello'));\nconst make = async () => createAdaptorServer({fetch: app().fetch});\nconst own = port => serve({fetch: app().fetch, port});",
	nest: "import 'reflect-metadata';\nimport * as common from '@nestjs/common';\nimport {NestFactory} from '@nestjs/core';\nclass Pages { hello() { return 'hello'; } }\ncommon.Get()(Pages.prototype, 'hello', Object.getOwnPropertyDescriptor(Pages.prototype, 'hello'));\ncommon.Controller()(Pages);\nclass Main {}\ncommon.Module({controllers: [Pages]})(Main);\nconst app = () => NestFactory.create(Main, {logger: false});\nconst make = async () => { const one = await app(); await one.init(); return one.getHttpServer(); };\nconst own = async port => { const one = await app(); await one.listen(port); return one.getHttpServer(); };",
};

/**
 * A program that prints a line `case {"name": …, "saw": …}` for each thing that servers do, then `case done`,
 * and goes on answering. Ports are printed relative to FIRST_PORT.
 */
export const casesSource = (maker: string) => `${makers[maker]}
import {once} from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import dgram from 'node:dgram';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';

const first = Number(process.env.FIRST_PORT);
let next = first;
const relative = port => (port >= first && port < first + 100 ? 'first + ' + (port - first) : port > 0 ? 'any' : port);
const shown = address => address && (typeof address === 'string' ? address : {...address, port: relative(address.port)});
const fields = error => {
	const {name, code, errno, syscall, address, port, hostname, message} = error;
	const text = message.replace(/(?<=:)\\d+$/, port => relative(Number(port)));
	return {name, code, errno, syscall, address, port: port === undefined ? port : relative(port), hostname, message: text};
};
const thrown = act => { try { act(); return 'nothing'; } catch (error) { return fields(error); } };
const failed = async server => fields((await once(server, 'error'))[0]);
const listened = async (server, ...words) => { server.listen(...words); await once(server, 'listening'); return server; };
const closed = server => new Promise(resolve => server.close(resolve));
const get = options => new Promise((resolve, reject) => http.get({agent: false, ...options}, async response => {
	let text = '';
	for await (const chunk of response) text += chunk;
	resolve(text);
}).on('error', error => resolve(error.code)));

const cases = {
	async 'address() right after listen(port)'() {
		const server = (await make()).listen(next++);
		const saw = [shown(server.address()), server.listening];
		await once(server, 'listening');
		saw.push(shown(server.address()), await get({port: server.address().port}));
		await closed(server);
		return [...saw, server.address(), server.listening];
	},
	async 'address() right after listen(0)'() {
		const server = (await make()).listen(0);
		const saw = shown(server.address());
		await closed(await once(server, 'listening').then(() => server));
		return saw;
	},
	async 'address() right after listen with a host'() {
		const saw = [];
		for (const host of ['127.0.0.1', 'localhost', '::1', '0.0.0.0']) {
			const server = (await make()).listen(next++, host);
			saw.push(shown(server.address()), server.listening);
			await once(server, 'listening');
			saw.push(shown(server.address()));
			await closed(server);
		}
		return saw;
	},
	async 'ways to give the port'() {
		const saw = [];
		for (const words of [[], [null], [String(next++)], [{port: next++}], [{port: String(next++), host: '127.0.0.1'}], [{host: '127.0.0.1', port: undefined}]]) {
			const server = await listened(await make(), ...words);
			saw.push(shown(server.address()));
			await closed(server);
		}
		return saw;
	},
	async 'the order of events'() {
		const saw = [];
		const server = await make();
		server.on('listening', () => saw.push('event'));
		server.listen(next++, () => saw.push('callback'));
		process.nextTick(() => saw.push('tick'));
		queueMicrotask(() => saw.push('microtask'));
		setImmediate(() => saw.push('immediate'));
		saw.push('listen has returned');
		await pause(50);
		server.on('close', () => saw.push('close event'));
		server.close(() => saw.push('close callback'));
		saw.push('close has returned');
		await pause(50);
		return saw;
	},
	async 'listening twice with one server'() {
		const server = await listened(await make(), next++);
		const saw = thrown(() => server.listen(next));
		await closed(server);
		return saw;
	},
	async 'a taken port'() {
		const port = next++;
		const saw = [];
		for (const host of [undefined, '127.0.0.1']) {
			const server = await listened(await make(), port, host);
			const other = await make();
			other.listen(port, host);
			saw.push(other.listening, other.address(), await failed(other));
			await closed(server);
			await closed(await listened(other, port, host));
		}
		return saw;
	},
	async 'a port out of range'() {
		const server = await make();
		return [99999, -1, 1.5].map(port => thrown(() => server.listen(port))).concat(thrown(() => server.listen({port: 65536})));
	},
	async 'an address of no machine here'() {
		const server = (await make()).listen(next++, '203.0.113.1');
		return failed(server);
	},
	async 'a host without an address'() {
		const {message, ...saw} = await failed((await make()).listen(next++, 'no-such-host.invalid'));
		return saw;
	},
	async 'signal'() {
		const control = new AbortController();
		const server = await listened(await make(), {port: next++, signal: control.signal});
		const gone = once(server, 'close');
		control.abort();
		await gone;
		return server.listening;
	},
	async 'ipv6Only'() {
		const port = next++;
		const server = await listened(await make(), {port, host: '::', ipv6Only: true});
		const other = await listened(await make(), {port, host: '127.0.0.1'});
		const saw = [shown(server.address()), shown(other.address()), await get({host: '127.0.0.1', port}), await get({host: '::1', port})];
		await Promise.all([closed(server), closed(other)]);
		return saw;
	},
	async 'two addresses, one port'() {
		const port = next++;
		const servers = [await listened(await make(), port, '127.0.0.1'), await listened(await make(), port, '::1')];
		const saw = [await get({host: '127.0.0.1', port}), await get({host: '::1', port})];
		await Promise.all(servers.map(closed));
		return saw;
	},
	async 'exclusive, backlog'() {
		const server = await listened(await make(), {port: next++, exclusive: true, backlog: 5});
		const saw = shown(server.address());
		await closed(server);
		return saw;
	},
	async 'reusePort'() {
		const port = next++;
		const servers = [await listened(await make(), {port, reusePort: true}), await listened(await make(), {port, reusePort: true})];
		const saw = servers.map(server => shown(server.address()));
		await Promise.all(servers.map(closed));
		return saw;
	},
	async 'listening again after close'() {
		const port = next++;
		const saw = [];
		const server = await listened(await make(), port);
		await pause(50);
		await closed(server);
		saw.push(await get({port}));
		await listened(server, port);
		await pause(50);
		server.close();
		const other = await listened(await make(), port);
		saw.push(shown(other.address()), await get({port}));
		await closed(other);
		return [...saw, await get({port})];
	},
	async 'closing one that does not listen'() {
		const server = await make();
		return fields(await new Promise(resolve => server.close(resolve)));
	},
	async 'looking for a free port'() {
		const taken = await listened(await make(), next);
		const probe = port => new Promise(resolve => {
			const one = net.createServer();
			one.unref();
			one.once('error', ({code}) => resolve(code));
			one.listen({port}, () => { const {port} = one.address(); one.close(() => resolve(relative(port))); });
		});
		const portfinder = port => new Promise(resolve => {
			const one = net.createServer(() => {});
			one.listen(port);
			one.once('error', ({code}) => resolve(code));
			one.once('listening', () => { one.once('close', () => resolve(relative(port))); one.close(); });
		});
		const saw = [await probe(next), await probe(next + 1), await portfinder(next), await portfinder(next + 1), await probe(0)];
		const server = await listened(await make(), next + 1);
		saw.push(shown(server.address()));
		next += 2;
		await Promise.all([closed(taken), closed(server)]);
		return saw;
	},
	async 'a Unix socket'() {
		const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'plain-')), 'a.sock');
		const server = (await make()).listen(file);
		const saw = [server.address() === file, server.listening];
		await once(server, 'listening');
		saw.push(await get({socketPath: file}));
		const other = (await make()).listen(file);
		saw.push((await failed(other)).code);
		await closed(server);
		return [...saw, fs.existsSync(file)];
	},
	async 'the handle of another server'() {
		const server = await listened(await make(), next++);
		const other = await listened(await make(), server);
		const saw = shown(other.address());
		await closed(server);
		return saw;
	},
	async 'http2, https, net, datagrams'() {
		const two = await listened(http2.createServer((_, response) => response.end('two')), next++);
		const client = http2.connect('http://127.0.0.1:' + two.address().port);
		const request = client.request({':path': '/'});
		let text = '';
		for await (const chunk of request) text += chunk;
		client.close();
		const secure = await listened(https.createServer(), next++);
		const plain = await listened(net.createServer(socket => socket.end('net')), next++);
		let told = '';
		for await (const chunk of net.connect(plain.address().port)) told += chunk;
		const datagrams = dgram.createSocket('udp4');
		datagrams.bind(next++);
		await once(datagrams, 'listening');
		const sender = dgram.createSocket('udp4');
		sender.send('ahoy', datagrams.address().port, '127.0.0.1');
		const [message] = await once(datagrams, 'message');
		const saw = [text, told, String(message), ...[two, secure, plain, datagrams].map(one => shown(one.address()))];
		sender.close();
		await Promise.all([two, secure, plain, datagrams].map(closed));
		return saw;
	},
	async 'the process'() {
		return [process.argv.length, path.basename(process.argv[1]), typeof process.send, typeof process.disconnect, process.exitCode, process.env.PORT];
	},
	async 'its own way to listen'() {
		if (typeof own === 'undefined') return 'none';
		const port = next++;
		const server = await own(port);
		if (!server.listening) await once(server, 'listening');
		const saw = [shown(server.address()), await get({host: 'localhost', port})];
		await closed(server);
		return saw;
	},
};
for (const [name, run] of Object.entries(cases)) {
	const saw = await Promise.race([run().catch(error => 'failed: ' + error.stack), pause(10_000, 'nothing for ten seconds')]);
	console.log('case ' + JSON.stringify({name, saw}));
}
console.log('case done');
const last = await make();
last.listen(first + 99, '127.0.0.1');
`;

export type Cases = Map<string, unknown>;

/** What the cases see under plain Node, in a process of their own. */
export async function casesUnderNode(file: string, firstPort: number): Promise<Cases> {
	const env = {...process.env, FIRST_PORT: String(firstPort)};
	const child = spawn(process.execPath, ['--no-warnings', file], {
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let text = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', chunk => {
			text += chunk;
		});
	}
	try {
		await until('all cases ran', () => {
			if (child.exitCode !== null) throw new Error(text);
			return text.includes('case done');
		});
	} finally {
		child.kill('SIGKILL');
	}
	return casesIn(text);
}

/** What the same file's cases see as the server of a project. */
export async function casesUnderRunner(
	root: string,
	firstPort: number,
	options: Partial<LaunchOptions> = {},
): Promise<Cases> {
	const environment = {...process.env, FIRST_PORT: String(firstPort)};
	await startServer(root, {operator: 'tester', environment, ...options});
	const log = () => readFileSync(serverLogPath(root), 'utf8');
	await until('all cases ran', () => log().includes('case done'));
	await stopServer(root, {operator: 'tester'});
	return casesIn(log());
}

function casesIn(text: string): Cases {
	const lines = text.matchAll(/^case (\{.*\})$/gm);
	return new Map([...lines].map(([, line]) => JSON.parse(line!)).map(({name, saw}) => [name, saw]));
}
