import assert from 'node:assert/strict';
import {createServer} from 'node:net';
import test from 'node:test';
import {stopServer} from '../../../source/server/control/lifecycle.ts';
import {
	freePort,
	ownServerProject,
	runServer,
	saveServer,
	serverSource,
} from '../../support/own-server.ts';
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
	let isAsking = true;
	const asking = (async () => {
		while (isAsking) assert.equal((await request(url)).status, 200);
	})();
	saveServer(root, source('two'));
	await untilAnswer(url, 'two');
	isAsking = false;
	await asking;
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
	const koa =
		"import Koa from 'koa';\nconst app = new Koa();\napp.use(it => { it.body = TEXT; });\n";
	const sources: Record<string, string> = {
		koa: `${koa}export default app;`,
		factory: `${koa}export default async () => app;`,
		handler: 'export default (request, response) => response.end(TEXT);',
		server: `${serverSource('server')}export default server;`,
	};
	const of = (name: string) => sources[name]!.replace('TEXT', `'${name}'`);
	const root = ownServerProject(t, of('koa'), "{file: './main.ts', port: 0, spare: false}");
	const url = await runServer(root);
	await untilAnswer(url, 'koa');
	for (const name of ['factory', 'handler', 'server']) {
		saveServer(root, of(name));
		await untilAnswer(url, name);
	}
	saveServer(root, 'export default 5;');
	await until('the page says so', async () =>
		(await request(url)).text.includes('does not export a server'),
	);
});
