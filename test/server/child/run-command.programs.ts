import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {runCommand} from '../../../source/server/child/run-command.ts';
import {stopServer} from '../../../source/server/control/lifecycle.ts';
import type {Listening} from '../../../source/server/control/messages.ts';
import {isPortFree} from '../../../source/server/control/port-owner.ts';
import {allProcesses, readStat} from '../../../source/system/proc.ts';
import {asChild} from '../../support/as-child.ts';
import {freePort, ownServerProject, runServer, serverSource} from '../../support/own-server.ts';
import {temporaryFolder} from '../../support/project.ts';
import {recordOf, request, signal, untilAnswer} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

const listening = `${serverSource('one')}server.listen(process.env.PORT, '127.0.0.1');\n`;
const node = `'${process.execPath}' --no-warnings`;

async function run(t: TestContext, command: string) {
	const {sent} = asChild(t);
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, 'main.mjs'), listening);
	const listen = {host: '127.0.0.1', port: await freePort()};
	const chosen = {address: listen.host, port: listen.port, isHostGiven: false};
	const order = {root, listen, chosen};
	const [heard, ends]: [Listening[], unknown[]] = [[], []];
	const close = await runCommand(
		command,
		order,
		at => heard.push(at),
		(failure, code, name) => ends.push([failure.message, code, name]),
	);
	t.after(() => close(0));
	const spawned = sent.find(({type}) => type === 'spawned') as {session: {pid: number}} | undefined;
	const members = () =>
		allProcesses().filter(pid => readStat(pid)?.session === spawned!.session.pid);
	return {close, heard, ends, members, ...order.listen};
}

test('a command gets the port, and is ended with all processes that it has started', async t => {
	const {close, heard, ends, members, host, port} = await run(
		t,
		`sleep 600 & ${node} main.mjs & wait`,
	);
	await until('it listens', () => heard.length > 0);
	assert.deepEqual(heard, [{host, port, isSecure: false}]);
	assert.equal(members().length, 3);
	await close(5000);
	await until('all have ended', () => members().length === 0);
	assert.equal(await isPortFree(host, port), true);
	assert.deepEqual(ends, [], 'it did not end by itself');
});

test('a command that ends by itself is reported, and what it has started is ended', async t => {
	const {ends, members} = await run(t, 'sleep 600 & exit 3');
	await until('its end is reported', () => ends.length > 0);
	assert.deepEqual(ends, [["The command 'sleep 600 & exit 3' ended with exit code 3.", 3, null]]);
	await until('all have ended', () => members().length === 0);
});

test('a command that is killed is started again, and a stop frees its port', async t => {
	const port = await freePort();
	const server = `{command: "${node} main.ts", port: ${port}, spare: false}`;
	const root = ownServerProject(t, listening, server);
	const url = await runServer(root);
	const [application] = recordOf(root).children;
	signal(recordOf(root).children[0]!.pid, 'SIGKILL');
	await until('its exit is recorded', () => recordOf(root).lastExit?.signal === 'SIGKILL');
	await untilAnswer(url, 'one');
	assert.notEqual(recordOf(root).children[0]!.pid, application!.pid);
	assert.equal((await request(url)).status, 200);
	await stopServer(root, {operator: 'tester'});
	assert.equal(await isPortFree('127.0.0.1', port), true);
});
