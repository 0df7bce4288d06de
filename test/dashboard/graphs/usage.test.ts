import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import test, {type TestContext} from 'node:test';
import {setTimeout as delay} from 'node:timers/promises';
import {Usage} from '../../../source/dashboard/graphs/usage.ts';
import {until} from '../../support/wait.ts';

const skip = process.platform !== 'linux';

/** A runner whose application runs a script. */
async function runner(t: TestContext, script: string): Promise<number> {
	const source = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(script)}]);
		console.log('started'); setInterval(() => {}, 1000)`;
	const child = spawn(process.execPath, ['-e', source], {
		detached: true,
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	t.after(() => process.kill(-child.pid!, 'SIGKILL'));
	await once(child.stdout, 'data');
	return child.pid!;
}

test('processor and memory are those of the application', {skip}, async t => {
	const pid = await runner(t, 'for (;;);');
	const usage = new Usage();
	usage.look(pid);
	assert.equal(usage.snapshot().shown, undefined, 'once tells no percentage');
	await until('it is busy', async () => {
		await delay(100);
		usage.look(pid);
		return (usage.snapshot().shown?.cpu ?? 0) > 5;
	});
	assert.ok(usage.snapshot().shown!.memory > 10_000_000);
	assert.ok(usage.wasBusy());
	assert.ok(usage.percentages(10).at(-1)!.value > 0);
});

test('an application without work changes nothing that is shown', {skip}, async t => {
	const pid = await runner(t, 'setInterval(() => {}, 100_000)');
	const usage = new Usage();
	usage.look(pid);
	await until('it has started', async () => {
		await delay(100);
		const before = usage.snapshot();
		usage.look(pid, Date.now() + 60_000);
		return before.shown?.cpu === 0 && before === usage.snapshot();
	});
});

test('a process that is no server of this project is not watched', () => {
	const usage = new Usage();
	usage.watch('/srv/nothing', process.pid)();
	assert.equal(usage.snapshot().shown, undefined);
});
