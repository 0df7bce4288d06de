import assert from 'node:assert/strict';
import {type AddressInfo, createServer} from 'node:net';
import test, {type TestContext} from 'node:test';
import type {ApplicationProcess} from '../../../source/server/runner/application-process.ts';
import {ChildProcesses} from '../../../source/server/runner/child-processes.ts';
import {answerQuestion} from '../../../source/server/runner/socket-answers.ts';
import {SocketPool} from '../../../source/server/runner/socket-pool.ts';
import {StartRefusal} from '../../../source/server/runner/start-refusal.ts';
import {temporaryFolder} from '../../support/project.ts';

const application = {} as ApplicationProcess;
const host = '127.0.0.1';

function makeRunner(t: TestContext) {
	const sockets = new SocketPool();
	t.after(() => sockets.releaseAllBut(undefined));
	const options = {root: temporaryFolder(t), environment: {}, spare: false, log: () => 1};
	const children = new ChildProcesses({...options, changed() {}});
	return {children, sockets, refusal: new StartRefusal()};
}

test('an application gets a socket, and all sockets are released for a program that binds itself', async t => {
	const runner = makeRunner(t);
	const question = {what: 'socket', host, port: 0, nth: 0} as const;
	const {handle, refusal} = await answerQuestion(application, question, runner);
	assert.ok(handle);
	assert.equal(refusal, undefined);
	const {port} = await runner.sockets.hold({host, port: 0, nth: 0});
	assert.ok(runner.sockets.isHeld(port));
	assert.deepEqual(await answerQuestion(application, {what: 'release'}, runner), {});
	assert.ok(!runner.sockets.isHeld(port));
});

test('for a taken port the application gets the system’s error, and the server is refused', async t => {
	const runner = makeRunner(t);
	const taken = createServer().listen(0, host);
	await new Promise(resolve => taken.once('listening', resolve));
	t.after(() => taken.close());
	const {port} = taken.address() as AddressInfo;
	const question = {what: 'socket', host, port, nth: 0} as const;
	const {handle, refusal} = await answerQuestion(application, question, runner);
	assert.equal(handle, undefined);
	assert.equal(refusal?.code, 'EADDRINUSE');
	assert.throws(() => runner.refusal.verifyNone(), {code: 'port-in-use'});
});
