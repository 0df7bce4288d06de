import assert from 'node:assert/strict';
import test from 'node:test';
import {programOutput} from '../../source/system/program-output.ts';

test('the output of a program is trimmed, and empty when it fails or is missing', () => {
	assert.equal(programOutput('echo', [' one two ']), 'one two');
	assert.equal(programOutput('sh', ['-c', 'echo some; exit 1']), '');
	assert.equal(programOutput('no-such-program', []), '');
});
