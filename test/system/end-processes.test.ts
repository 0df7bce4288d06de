import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import test, {type TestContext} from 'node:test';
import {endProcesses} from '../../source/system/end-processes.ts';
import {identify, isAlive} from '../../source/system/process-identity.ts';

/** A process that says when it is ready, and what it hears. */
async function program(t: TestContext, source: string): Promise<ChildProcess> {
	const child = spawn(process.execPath, ['-e', `${source}; console.log('ready')`]);
	t.after(() => child.kill('SIGKILL'));
	await new Promise(resolve => child.stdout.once('data', resolve));
	return child;
}

const forever = 'setInterval(() => {}, 1000)';

test('a stopped process ends by itself, one that ignores TERM is killed', async t => {
	const stopped = await program(t, `${forever}; process.on('SIGTERM', () => process.exit(7))`);
	const deaf = await program(t, `${forever}; process.on('SIGTERM', () => {})`);
	const ends = [stopped, deaf].map(
		child => new Promise(resolve => child.once('exit', (code, signal) => resolve(signal ?? code))),
	);
	stopped.kill('SIGSTOP');
	const noted = [stopped, deaf].map(({pid}) => identify(pid!));
	const dead = {...identify(process.pid), start: '1'};
	assert.deepEqual(await endProcesses([...noted, dead], 300), noted);
	assert.deepEqual(noted.map(isAlive), [false, false]);
	assert.deepEqual(await Promise.all(ends), [7, 'SIGKILL']);
});
