import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import test, {type TestContext} from 'node:test';
import {ChildProcesses} from '../../../source/server/runner/child-processes.ts';
import {identify, isAlive} from '../../../source/system/process-identity.ts';
import {temporaryFolder} from '../../support/project.ts';
import {signal} from '../../support/server.ts';

function makeChildren(t: TestContext) {
	let changes = 0;
	const children = new ChildProcesses({
		...{
			root: temporaryFolder(t),
			runId: 'run',
			environment: process.env,
			spare: false,
			log: () => 1,
		},
		changed: () => changes++,
	});
	t.after(() => children.endAll());
	return {children, changes: () => changes};
}

test('all processes are listed until they have exited, and endAll ends them', async t => {
	const {children, changes} = makeChildren(t);
	const [first, second] = [children.fork(), children.next()];
	assert.deepEqual(listed(children), [first.identity, second.identity]);
	await children.endAll();
	assert.deepEqual(listed(children), []);
	assert.equal(changes(), 2);
	assert.ok(!isAlive(first.identity));
});

test('a program of a child is listed as a session, and killed when the child is', async t => {
	const {children} = makeChildren(t);
	const child = children.fork();
	const program = spawn('sleep', ['600'], {detached: true});
	t.after(() => program.kill('SIGKILL'));
	const session = identify(program.pid!);
	children.addSession(child, session);
	assert.deepEqual(listed(children), [child.identity, {...session, session: true}]);
	const killed = new Promise(resolve => program.once('exit', (_, name) => resolve(name)));
	signal(child.identity.pid, 'SIGKILL');
	assert.equal(await killed, 'SIGKILL');
});

test('waiting for others does not wait for the child itself, or for those that still run', async t => {
	const {children} = makeChildren(t);
	const [old, next] = [children.fork(), children.fork()];
	await children.othersClosed(next);
	void old.retire();
	await children.othersClosed(next);
	await old.gone;
	assert.deepEqual(listed(children), [next.identity]);
});

/** Without the control groups, which not each system has. */
function listed({identities}: ChildProcesses) {
	return identities.map(({group, ...one}) => one);
}
