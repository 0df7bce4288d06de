import assert from 'node:assert/strict';
import test from 'node:test';
import {
	blockingProblems,
	hindrance,
	isBlocked,
} from '../../../source/dashboard/state/blocking-problems.ts';
import {stateUnreadable} from '../../../source/runs/unreadable-state.ts';
import {tutorialStatus} from '../../support/dashboard.ts';

const problems = ['misnamed-migration', stateUnreadable, 'settings-invalid'].map(code => ({
	code,
	message: code,
}));

test('a misnamed or unfinished migration hinders nothing', () => {
	assert.equal(hindrance([problems[0]!]), undefined);
	assert.equal(hindrance([{code: 'unfinished-migration', message: ''}]), undefined);
	assert.equal(hindrance(problems)?.code, stateUnreadable);
});

test('a state folder that cannot be read hinders, but leaves the tree', () => {
	const [, unreadable] = problems;
	assert.equal(isBlocked(tutorialStatus({problems: [unreadable!]})), false);
	assert.deepEqual(blockingProblems(tutorialStatus({problems})), [problems[2]]);
});
