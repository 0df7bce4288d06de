import assert from 'node:assert/strict';
import test from 'node:test';
import {isPortFree} from '../../../source/server/control/port-owner.ts';
import {commandLine} from '../../support/command-line.ts';
import {ownPageProject, processesOf, recordOf, start} from '../../support/server.ts';

test('stopserver stops the server, and does nothing when none runs', async t => {
	const root = ownPageProject(t);
	await start(root);
	const first = await commandLine(root, ['stopserver']);
	assert.deepEqual({...first}, {code: 0, stdout: 'Server stopped.\n', stderr: ''});
	assert.deepEqual(processesOf(root), []);
	assert.equal(await isPortFree('127.0.0.1', recordOf(root).listen.port), true);
	const second = await commandLine(root, ['stopserver']);
	assert.deepEqual({...second}, {code: 0, stdout: 'No server is running.\n', stderr: ''});
});
