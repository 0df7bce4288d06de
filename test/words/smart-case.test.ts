import assert from 'node:assert/strict';
import test from 'node:test';
import {inCaseOf} from '../../source/words/smart-case.ts';

test('capitals count only if some are wanted', () => {
	assert.equal(inCaseOf('get', 'GET /'), 'get /');
	assert.equal(inCaseOf('Get', 'GET /'), 'GET /');
});
