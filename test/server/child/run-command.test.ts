import assert from 'node:assert/strict';
import test from 'node:test';
import {readServerStatus, stopServer} from '../../../source/server/control/lifecycle.ts';
import {isPortFree} from '../../../source/server/control/port-owner.ts';
import {
	freePort,
	ownServerProject,
	runServer,
	saveServer,
	serverSource,
} from '../../support/own-server.ts';
import {recordOf, request, signal, untilAnswer, untilState} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

test('a command is ended with all processes that it has started', async t => {
	const source = (text: string) =>
		`${serverSource(text)}server.listen(process.env.PORT, '127.0.0.1');\n`;
	const root = ownServerProject(
		t,
		source('one'),
		"{command: 'echo before; node --no-warnings main.ts & wait', port: PORT, spare: false}".replace(
			'PORT',
			String(await freePort()),
		),
	);
	const url = await runServer(root);
	assert.equal((await request(url)).text, 'one');
	saveServer(root, source('two'));
	await untilAnswer(url, 'two');
	saveServer(root, 'process.exit(3)');
	await until('its end is answered', async () =>
		/ended (?:normally|with exit code)/.test((await request(url).catch(() => ({text: ''}))).text),
	);
	saveServer(root, source('three'));
	await untilAnswer(url, 'three');
	await untilState(root, 'running');
	const {port} = new URL(url);
	signal(recordOf(root).children[0]!.pid, 'SIGKILL');
	await until('its exit is recorded', () => recordOf(root).lastExit?.signal === 'SIGKILL');
	await untilAnswer(url, 'three');
	await stopServer(root, {operator: 'tester'});
	assert.equal(await isPortFree('127.0.0.1', Number(port)), true);
	assert.equal((await readServerStatus(root)).state, 'stopped');
});
