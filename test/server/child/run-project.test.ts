import assert from 'node:assert/strict';
import test from 'node:test';
import {openProject} from '../../../source/project/open/open.ts';
import {ListenHook} from '../../../source/server/child/listen-hook.ts';
import {runProject} from '../../../source/server/child/run-project.ts';
import {receiveAnswer} from '../../../source/server/child/runner-channel.ts';
import type {Listening} from '../../../source/server/control/messages.ts';
import {onePageProject, request} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

test('a project is served where the order says, until it is drained', async t => {
	const root = onePageProject(t);
	const heard: Listening[] = [];
	const hook = new ListenHook(at => heard.push(at));
	const listen = {host: '127.0.0.1', port: 0};
	const starting = runProject(await openProject(root), {root, listen, isChosen: false}, hook);
	const {port} = await until('it listens', () => {
		// The runner has no socket, so the application binds the port itself.
		receiveAnswer(0, {}, undefined);
		return heard[0];
	});
	const close = await starting;
	t.after(() => Promise.all([hook.drain(0), close()]));
	assert.deepEqual(await request(`http://127.0.0.1:${port}/`), {status: 200, text: 'one'});
	await hook.drain(0);
	await assert.rejects(request(`http://127.0.0.1:${port}/`));
});
