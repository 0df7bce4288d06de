import assert from 'node:assert/strict';
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {existsSync, globSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {
	acquireServerLock,
	isServerLockHeld,
	releaseServerLock,
	serverLockPath,
} from '../../../source/server/control/server-lock.ts';
import {packageRoot, temporaryFolder} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

const lockModule = path.join(packageRoot, 'source/server/control/server-lock.ts');

test('one process holds the lock, and all others see that it is held', async t => {
	const root = temporaryFolder(t);
	assert.equal(isServerLockHeld(root), false);
	const holder = await hold(t, root);
	assert.equal(isServerLockHeld(root), true);
	assert.equal(acquireServerLock(root), false);
	assert.equal(isServerLockHeld(root), true);
	assert.equal(statSync(serverLockPath(root)).mode & 0o777, 0o600);
	assert.equal(holder.exitCode, null);
});

test('the lock is released when its holder is killed', async t => {
	const root = temporaryFolder(t);
	const holder = await hold(t, root);
	holder.kill('SIGKILL');
	await until('the lock is free', () => !isServerLockHeld(root));
	assert.equal(acquireServerLock(root), true);
	releaseServerLock(root);
});

test('the lock survives garbage collection, and its holder can ask about it', async t => {
	const root = temporaryFolder(t);
	const collect = 'for (let i = 0; i < 5; i++) gc();';
	const asked =
		'isServerLockHeld(root) && (await import("node:fs")).writeFileSync(root + "/asked", "");';
	const holder = await hold(t, root, `${collect} ${asked}`);
	await until('it has asked', () => existsSync(path.join(root, 'asked')));
	assert.equal(isServerLockHeld(root), true);
	assert.equal(holder.exitCode, null);
});

test('processes that only look never take each other for a server', async t => {
	const root = temporaryFolder(t);
	acquireServerLock(root);
	releaseServerLock(root);
	const look = `
		const {existsSync, writeFileSync} = await import('node:fs');
		writeFileSync(root + '/ready' + process.pid, '');
		while (!existsSync(root + '/go')) await new Promise(resolve => setTimeout(resolve, 1));
		for (let count = 0; count < 500; count++) if (isServerLockHeld(root)) process.exit(1);
		process.exit(0);`;
	const ends = [1, 2, 3].map(() => {
		const looker = run(t, root, look);
		return new Promise(resolve => looker.once('exit', resolve));
	});
	await until('all are ready', () => globSync(path.join(root, 'ready*')).length === 3);
	writeFileSync(path.join(root, 'go'), '');
	assert.deepEqual(await Promise.all(ends), [0, 0, 0]);
});

test('a lock file that is not a database is replaced', t => {
	const root = temporaryFolder(t);
	acquireServerLock(root);
	releaseServerLock(root);
	writeFileSync(
		serverLockPath(root),
		'this is no database, and long enough to be looked at'.repeat(20),
	);
	assert.equal(isServerLockHeld(root), false);
	assert.equal(acquireServerLock(root), true);
	releaseServerLock(root);
});

test("Node's warning about its SQLite is hidden, and other warnings are shown", t => {
	const root = temporaryFolder(t);
	const script = `${prelude(root)} isServerLockHeld(root) || acquireServerLock(root); process.emitWarning('mine');`;
	const {stderr} = spawnSync(process.execPath, [...nodeOptions, '-e', script], {encoding: 'utf8'});
	assert.ok(!stderr.includes('SQLite'), stderr);
	assert.ok(stderr.includes('mine'), stderr);
});

const nodeOptions = ['--expose-gc', '--input-type=module'];

function prelude(root: string): string {
	return `
		const {acquireServerLock, isServerLockHeld} = await import(${JSON.stringify(lockModule)});
		const root = ${JSON.stringify(root)};`;
}

/** A process that holds the lock until the test ends. */
async function hold(t: TestContext, root: string, then = ''): Promise<ChildProcess> {
	const holder = run(
		t,
		root,
		`if (!acquireServerLock(root)) process.exit(1); ${then} setInterval(() => {}, 1000);`,
	);
	await until('the lock is held', () => isServerLockHeld(root));
	return holder;
}

function run(t: TestContext, root: string, script: string): ChildProcess {
	const child = spawn(process.execPath, [...nodeOptions, '-e', prelude(root) + script], {
		cwd: packageRoot,
		stdio: 'ignore',
	});
	t.after(() => child.kill('SIGKILL'));
	return child;
}
