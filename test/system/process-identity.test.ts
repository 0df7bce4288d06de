import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import type {Writable} from 'node:stream';
import test from 'node:test';
import {identify, isAlive, isAliveSince} from '../../source/system/process-identity.ts';
import {until} from '../support/wait.ts';

test('a process is identified by its boot and its start, and is dead once it has ended', async t => {
	const child = spawn('sleep', ['60']);
	t.after(() => child.kill('SIGKILL'));
	const identity = identify(child.pid!);
	assert.equal(isAlive(identity), true);
	assert.equal(isAlive({...identity, start: '1'}), false);
	assert.equal(isAlive({...identity, boot: 'another'}), false);
	assert.equal(isAlive({...identity, start: null}), false);
	child.kill('SIGKILL');
	await until('it is dead', () => !isAlive(identity));
});

test('a zombie is dead', async t => {
	// The shell becomes a program that never asks what became of its child.
	const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 60'], {
		stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
	});
	t.after(() => parent.kill('SIGKILL'));
	const pid = Number(await new Promise(resolve => parent.stdout!.once('data', resolve)));
	const identity = identify(pid);
	assert.equal(isAlive(identity), true);
	(parent.stdio[3] as Writable).end();
	await until('it is dead', () => !isAlive(identity));
	assert.doesNotThrow(() => process.kill(pid, 0), 'kill still finds it');
});

test('every process of one boot names the same boot', () => {
	assert.equal(identify(1).boot, identify(process.pid).boot);
	assert.notEqual(identify(process.pid).boot, '');
});

test('a process that began after a given time did not have its pid at that time', () => {
	const now = new Date().toISOString();
	assert.equal(isAliveSince(process.pid, now), true);
	assert.equal(isAliveSince(process.pid, '2020-01-01T00:00:00Z'), false);
	assert.equal(isAliveSince(999_999_999, now), false);
	assert.equal(isAliveSince(process.pid, 'yesterday'), false);
});
