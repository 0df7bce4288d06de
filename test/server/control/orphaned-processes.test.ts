import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {endOrphans, findOrphans} from '../../../source/server/control/orphaned-processes.ts';
import {acquireServerLock, releaseServerLock} from '../../../source/server/control/server-lock.ts';
import {temporaryFolder} from '../../support/project.ts';
import {signal} from '../../support/server.ts';

const skip = process.platform !== 'linux' && 'needs /proc';

/** Starts a program as the runner does, and leaves it without its parent. @returns its pid */
function orphan(t: TestContext, root: string, program: string): number {
	mkdirSync(path.dirname(path.join(root, program)), {recursive: true});
	writeFileSync(path.join(root, program), 'setInterval(() => {}, 1000);');
	const words = `"${process.execPath}" --disable-warning=ExperimentalWarning "$PWD/${program}"`;
	const script = `${words} >/dev/null 2>&1 & echo $!`;
	const pid = Number(execFileSync('sh', ['-c', script], {cwd: root, encoding: 'utf8'}));
	t.after(() => signal(pid, 'SIGKILL'));
	return pid;
}

test('orphans are the server’s programs in this folder, and are ended unless a server runs', {
	skip,
}, async t => {
	const [root, other] = [temporaryFolder(t), temporaryFolder(t)];
	const child = orphan(t, root, 'dist/server/child.js');
	orphan(t, root, 'dist/server/serve.js');
	orphan(t, other, 'dist/server/child.js');
	assert.deepEqual(
		findOrphans(root).map(({pid}) => pid),
		[child],
	);
	assert.ok(acquireServerLock(root));
	assert.equal(await endOrphans(root), false, 'a server holds the lock');
	releaseServerLock(root);
	assert.equal(await endOrphans(root), true);
	assert.deepEqual(findOrphans(root), []);
	assert.equal(await endOrphans(root), false);
});
