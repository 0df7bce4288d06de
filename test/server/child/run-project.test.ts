import assert from 'node:assert/strict';
import test from 'node:test';
import {openProject} from '../../../source/project/open/open.ts';
import {runProject} from '../../../source/server/child/run-project.ts';
import {asChild, hookListen} from '../../support/as-child.ts';
import {onePageProject, request} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

test('a project is served where the order says, until it is drained', async t => {
	const root = onePageProject(t);
	asChild(t);
	const {hook, heard} = hookListen(t);
	const order = {root, listen: {host: '127.0.0.1', port: 0}};
	t.after(await runProject(await openProject(root), order, hook));
	const {port} = await until('it listens', () => heard[0]);
	assert.deepEqual(await request(`http://127.0.0.1:${port}/`), {status: 200, text: 'one'});
	await hook.drain(0);
	await assert.rejects(request(`http://127.0.0.1:${port}/`));
});
