import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import test from 'node:test';
import {runFile} from '../../../source/server/child/run-file.ts';
import {stopServer} from '../../../source/server/control/lifecycle.ts';
import {asChild, hookListen} from '../../support/as-child.ts';
import {
	freePort,
	ownServerProject,
	runServer,
	saveServer,
	serverSource,
} from '../../support/own-server.ts';
import {linkPackages, temporaryFolder} from '../../support/project.ts';
import {processesOf, request, untilAnswer, untilState} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

test('a server that listens by itself keeps its port, and no connection is refused during a reload', async t => {
	const port = await freePort();
	const source = (text: string) =>
		`${serverSource(text)}setTimeout(() => server.listen(${port}, '127.0.0.1'), 10);\n`;
	const root = ownServerProject(t, source('one'), "{file: './main.ts', spare: false}");
	const url = await runServer(root);
	assert.equal(url, `http://127.0.0.1:${port}/`);
	assert.equal((await request(url)).text, 'one');
	saveServer(root, source('two'));
	await until('it is reloaded', async () => (await request(url)).text === 'two');
	saveServer(root, `${source('three')} throw new Error('too late');`);
	await untilState(root, 'crashed');
	await until('the reason is answered', async () =>
		(await request(url)).text.includes('main.ts:4: too late'),
	);
	saveServer(root, source('four'));
	await untilAnswer(url, 'four');
});

test('PORT is the given port; a taken port is refused with its owner', async t => {
	const root = ownServerProject(t, `${serverSource('one')}server.listen(process.env.PORT);\n`);
	const port = await freePort();
	assert.equal(await runServer(root, {port}), `http://127.0.0.1:${port}/`);
	await stopServer(root, {operator: 'tester'});
	const taken = createServer().listen(port, '127.0.0.1');
	t.after(() => taken.close());
	await assert.rejects(runServer(root, {port}), /is already in use by node/);
	saveServer(root, `${serverSource('one')}server.listen(${port}, '127.0.0.1');\n`);
	await assert.rejects(runServer(root), /is already in use by node/);
	assert.deepEqual(processesOf(root), []);
});

test('a file may export a Koa application, a function that returns one, a listener or a server', async t => {
	asChild(t);
	const root = temporaryFolder(t);
	linkPackages(root);
	const koa =
		"import Koa from 'koa';\nconst app = new Koa();\napp.use(it => { it.body = 'koa'; });\n";
	const sources: Record<string, string> = {
		koa: `${koa}export default app;`,
		factory: `${koa.replace("= 'koa'", "= 'factory'")}export default async () => app;`,
		handler: "export default (request, response) => response.end('handler');",
		server: `${serverSource('server')}export default server;`,
		nothing: 'export default 5;',
	};
	const run = async (name: string) => {
		const {hook, heard} = hookListen(t);
		const file = path.join(root, `${name}.mjs`);
		writeFileSync(file, sources[name]!);
		await runFile(file, {root, listen: {host: '127.0.0.1', port: 0}}, hook);
		const {port} = await until('it listens', () => heard[0]);
		return (await request(`http://127.0.0.1:${port}/`)).text;
	};
	for (const name of ['koa', 'factory', 'handler', 'server']) assert.equal(await run(name), name);
	await assert.rejects(run('nothing'), {
		code: 'not-a-server',
		message: 'nothing.mjs does not export a server.',
	});
});
