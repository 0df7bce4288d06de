import assert from 'node:assert/strict';
import {closeSync, openSync} from 'node:fs';
import test from 'node:test';
import {ApplicationProcess, type Exit} from '../../../source/server/runner/application-process.ts';
import {SocketPool} from '../../../source/server/runner/socket-pool.ts';
import {onePageProject, request} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

test('an application keeps answering when its log is on a full disk', async t => {
	const root = onePageProject(t);
	const full = openSync('/dev/full', 'w');
	const child = new ApplicationProcess(root, full, process.env);
	closeSync(full);
	const sockets = new SocketPool();
	t.after(async () => {
		await child.retire();
		await child.gone;
		sockets.releaseAll();
	});
	const failures: string[] = [];
	const port = await new Promise<number>((resolve, reject) => {
		child.start(
			{root, listen: {host: '127.0.0.1', port: 0}},
			{
				listening: at => resolve(at.port),
				failed: ({message}) => reject(new Error(message)),
				ended: ({code}) => reject(new Error(`ended with ${code}`)),
				killed() {},
				spawned() {},
				described() {},
				imported() {},
				logFailed: reason => failures.push(reason),
				bound: (socket, handle) => sockets.hold(socket, handle),
				released: id => sockets.release(id),
				notBound: ({code}) => reject(new Error(code)),
			},
		);
	});
	for (let number = 0; number < 20; number++) {
		assert.deepEqual(await request(`http://127.0.0.1:${port}/`), {status: 200, text: 'one'});
	}
	assert.equal(child.phase, 'running');
	assert.equal(child.readsTemplates, true, 'debug is on');
	await until('it is reported', () => /^ENOSPC: /.test(failures[0] ?? ''));
	assert.ok(failures.length < 10, 'not with every line');
});

test('a process that the system does not start is reported with the reason, once', async t => {
	const log = openSync('/dev/null', 'w');
	t.after(() => closeSync(log));
	const ends: Exit[] = [];
	const child = new ApplicationProcess('/no/such/folder', log, process.env);
	await child.gone;
	const nothing = () => {};
	const listeners = {
		...{listening: nothing, failed: nothing, killed: nothing, spawned: nothing},
		...{described: nothing, imported: nothing},
		...{logFailed: nothing, bound: nothing, released: nothing, notBound: nothing},
	};
	child.start(
		{root: '/', listen: {host: '127.0.0.1', port: 0}},
		{...listeners, ended: exit => ends.push(exit)},
	);
	await until('it is reported', () => ends.length > 0);
	const failure = ends[0]!.failure!;
	assert.deepEqual([ends.length, failure.code], [1, 'system']);
	assert.match(failure.message, /^A process cannot be started: .*\(ENOENT\)\.$/);
});
