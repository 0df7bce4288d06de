import assert from 'node:assert/strict';
import {utimesSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {restartServer} from '../../../source/server/control/lifecycle.ts';
import {branchesOf} from '../../support/branches.ts';
import {
	ownPageProject,
	recordOf,
	replacePage,
	request,
	savePage,
	sharedServer,
	start,
	untilAnswer,
	untilState,
} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

const shared = sharedServer();
const {root} = shared;

const shows = (text: string) => untilAnswer(shared.url, text);

test('saves that write into a file or replace it reload each time, and no connection is refused', async () => {
	const before = recordOf(root).restarts;
	for (const [index, save] of [savePage, replacePage, replacePage].entries()) {
		const text = `${save.name} ${index}`;
		save(root, text);
		await until('it is reloaded', async () => (await request(shared.url)).text === text);
	}
	assert.equal(recordOf(root).restarts - before, 3);
});

test('checking out a branch with hundreds of files is one reload; saving a file unchanged is none', async t => {
	const project = ownPageProject(t, 'main');
	const checkout = branchesOf(project, 200);
	const url = await start(project);
	checkout('one');
	await untilAnswer(url, 'one');
	utimesSync(path.join(project, 'main.ts'), new Date(), new Date());
	savePage(project, 'one');
	savePage(project, 'last');
	await untilAnswer(url, 'last');
	assert.equal(recordOf(project).restarts, 2, 'one for the branch, one for the last save');
});

test('a save while the application starts is loaded, too', async () => {
	savePage(root, 'two');
	await untilState(root, 'reloading');
	savePage(root, 'three');
	await shows('three');
	await untilState(root, 'running');
});

test('a response in progress is finished while the application reloads', async () => {
	savePage(root, 'before');
	await shows('before');
	const slow = request(`${shared.url}slow`);
	await untilAnswer(`${shared.url}count`, '1');
	savePage(root, 'after');
	await shows('after');
	assert.deepEqual(await slow, {status: 200, text: 'before'});
});

test('a restart starts a new process on the same port and records the operator', async () => {
	const [before] = recordOf(root).children;
	const status = await restartServer(root, {operator: 'other\u001B[2J'});
	assert.equal(status.state, 'running');
	assert.equal(status.url, shared.url);
	await until('the old process is gone', () => recordOf(root).children.length === 1);
	assert.notEqual(recordOf(root).children[0]!.pid, before!.pid);
	assert.deepEqual(recordOf(root).lastAction?.by, 'other');
});
