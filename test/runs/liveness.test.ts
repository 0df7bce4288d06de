import assert from 'node:assert/strict';
import test from 'node:test';
import {isElsewhere, isStillAlive, type RecordedProcess} from '../../source/runs/liveness.ts';
import {hostName} from '../../source/runs/operator.ts';
import {identify} from '../../source/system/process-identity.ts';

const now = new Date().toISOString();
const itself = {...identify(process.pid), host: hostName()};

test('this process is alive; one with the same pid and another boot or start is not', () => {
	assert.equal(isStillAlive(itself, now), true);
	assert.equal(isStillAlive({...itself, start: '1'}, now), false);
	assert.equal(isStillAlive({...itself, boot: 'another'}, now), false);
});

test('a process of another host counts as alive', () => {
	assert.equal(isStillAlive({pid: 999_999_999, host: 'another-host'}, now), true);
});

test('a process that cannot be asked is alive for a day after its last sign of life', () => {
	const day = 24 * 60 * 60_000;
	const sign = (age: number, recorded: RecordedProcess) =>
		isStillAlive(recorded, '2020-03-02T10:00:00Z', Date.now() - age);
	const {boot} = itself;
	for (const recorded of [
		{...itself, host: 'another-host'},
		// Containers may share a name and count the same pids.
		{...itself, boot: `${boot.split('/')[0]}/1`, start: '1'},
	]) {
		assert.equal(isElsewhere(recorded), true);
		assert.equal(sign(day - 60_000, recorded), true);
		assert.equal(sign(day + 60_000, recorded), false);
		assert.equal(sign(-365 * day, recorded), false, 'of a clock that was ahead');
	}
	assert.equal(isElsewhere({...itself, boot: 'another'}), false);
});

test('a record of a pid only is alive if that process had already started', () => {
	const {pid, host} = itself;
	assert.equal(isStillAlive({pid, host}, new Date(Date.now() + 60_000).toISOString()), true);
	assert.equal(isStillAlive({pid, host}, '2001-01-01T00:00:00Z'), false);
	assert.equal(isStillAlive({pid: 1, host}, '2099-01-01T00:00:00Z', Date.now()), false);
	assert.equal(isStillAlive({pid: 1, host}, now, Date.parse(now) - 48 * 60 * 60_000), false);
});
