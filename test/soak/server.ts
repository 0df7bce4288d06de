/** What takes minutes of the development server: `node --import=tsx --test test/soak/server.ts`. */
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	readServerStatus,
	restartServer,
	stopServer,
} from '../../source/server/control/lifecycle.ts';
import {branchesOf} from '../support/branches.ts';
import {
	launch,
	ownPageProject,
	processesOf,
	recordOf,
	replacePage,
	request,
	signal,
	start,
	startAtOnce,
	untilAnswer,
	untilState,
} from '../support/server.ts';
import {until} from '../support/wait.ts';

const operator = 'tester';

test('two hundred reloads under load refuse no connection and leave no process behind', async t => {
	const root = ownPageProject(t, 'one', "{file: './main.ts', spare: true}");
	const url = await start(root);
	let isAsking = true;
	const failures: unknown[] = [];
	const clients = Array.from({length: 4}, async () => {
		while (isAsking) {
			const answer = await request(url).catch(error => error);
			if (answer.status !== 200) failures.push(answer);
		}
	});
	for (let round = 0; round < 200; round++) {
		replacePage(root, `round ${round}`);
		await untilAnswer(url, `round ${round}`);
	}
	isAsking = false;
	await Promise.all(clients);
	assert.deepEqual(failures, []);
	await stopServer(root, {operator});
	assert.deepEqual(processesOf(root), []);
});

test('a checkout of two thousand files causes one reload each time', async t => {
	const root = ownPageProject(t);
	const checkout = branchesOf(root, 2000);
	const url = await start(root);
	for (const branch of ['one', 'other', 'one', 'other']) {
		const {restarts} = recordOf(root);
		checkout(branch);
		await untilAnswer(url, branch);
		await untilQuiet(root);
		assert.equal(recordOf(root).restarts, restarts + 1, branch);
	}
});

test('twenty operators who start at once get one server', async t => {
	const root = ownPageProject(t);
	const starts = await startAtOnce(root, 20);
	assert.equal(starts.filter(({started}) => started).length, 1);
	assert.equal(new Set(starts.map(({status}) => status.pid)).size, 1);
});

test('starts, stops and restarts in any order end in one consistent state', async t => {
	const root = ownPageProject(t);
	for (let round = 0; round < 30; round++) {
		const acts = [
			() => launch(root),
			() => restartServer(root, {operator}),
			() => stopServer(root, {operator}),
		];
		await Promise.allSettled(
			Array.from({length: 5}, () => acts[Math.floor(Math.random() * acts.length)]!()),
		);
		await stopServer(root, {operator});
		assert.equal((await readServerStatus(root)).state, 'stopped');
		assert.deepEqual(processesOf(root), []);
	}
});

test('an application that keeps being killed is given up after the sixth time', async t => {
	const root = ownPageProject(t);
	const url = await start(root);
	for (let time = 0; time < 6; time++) {
		await untilState(root, 'running');
		const {children, lastExit} = recordOf(root);
		signal(children.at(-1)!.pid, 'SIGSEGV');
		await until('it is noted', () => recordOf(root).lastExit?.at !== lastExit?.at);
	}
	await untilState(root, 'crashed');
	assert.match((await request(url)).text, /killed by SIGSEGV/);
});

test('an import that never ends is reported after ten seconds and given up after thirty', async t => {
	const root = ownPageProject(t);
	writeFileSync(
		path.join(root, 'main.ts'),
		'setInterval(() => {}, 1000); await new Promise(() => {});',
	);
	const {status} = await launch(root);
	assert.equal(status.state, 'crashed');
	assert.match(status.reason!, /did not listen within 30 seconds/);
});

/** Until the server has done nothing for a second. */
async function untilQuiet(root: string): Promise<void> {
	let seen = '';
	let since = performance.now();
	await until('it is quiet', () => {
		const now = JSON.stringify(recordOf(root));
		if (now !== seen) since = performance.now();
		seen = now;
		return performance.now() - since > 1000;
	});
}
