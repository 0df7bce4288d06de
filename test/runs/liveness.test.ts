import assert from 'node:assert/strict';
import test from 'node:test';
import {isStillAlive} from '../../source/runs/liveness.ts';
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

test('a record of a pid only is alive if that process had already started', () => {
	const {pid, host} = itself;
	assert.equal(isStillAlive({pid, host}, new Date(Date.now() + 60_000).toISOString()), true);
	assert.equal(isStillAlive({pid, host}, '2001-01-01T00:00:00Z'), false);
});
