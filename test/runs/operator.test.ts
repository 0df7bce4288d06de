import assert from 'node:assert/strict';
import os from 'node:os';
import test from 'node:test';
import {hostName, operatorName} from '../../source/runs/operator.ts';

test('an operator is the unix user on this host, whose name is short', () => {
	assert.equal(operatorName(), os.userInfo().username);
	assert.equal(hostName(), os.hostname().split('.')[0]);
	assert.doesNotMatch(hostName(), /\./);
});
