import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import test from 'node:test';
import {bootId, identify, isAlive} from '../../source/system/process-identity.ts';
import {until} from '../support/wait.ts';

test('a process is known again by its start, and dead when it has ended', async t => {
	const child = spawn('sleep', ['60']);
	t.after(() => child.kill('SIGKILL'));
	const identity = identify(child.pid!);
	assert.equal(isAlive(identity), true);
	assert.equal(isAlive({...identity, start: '1'}), false);
	assert.equal(isAlive({...identity, start: null}), false);
	child.kill('SIGKILL');
	await until('it is dead', () => !isAlive(identity));
});

test('a zombie is dead', async t => {
	// The shell becomes a program that never asks what became of its child.
	const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60']);
	t.after(() => parent.kill('SIGKILL'));
	const pid = Number(await new Promise(resolve => parent.stdout.once('data', resolve)));
	const identity = identify(pid);
	assert.equal(isAlive(identity), true);
	await until('it is dead', () => !isAlive(identity));
	assert.doesNotThrow(() => process.kill(pid, 0), 'kill still finds it');
});

test('the boot has a name that stays', () => {
	assert.equal(bootId(), bootId());
	assert.notEqual(bootId(), '');
});
