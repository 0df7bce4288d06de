import assert from 'node:assert/strict';
import test from 'node:test';
import {
	hidesTree,
	hindrance,
	shownProblems,
} from '../../../source/dashboard/state/blocking-problems.ts';
import type {Problem} from '../../../source/runs/project-status.ts';
import {stateUnreadable} from '../../../source/runs/unreadable-state.ts';
import {tutorialStatus} from '../../support/dashboard.ts';

const problem = (code: string, hinders?: Problem['hinders']): Problem => ({
	code,
	message: code,
	hinders,
});

test('a problem hinders only what needs the same', () => {
	const problems = [problem('misnamed-migration'), problem('snapshot', 'makemigrations')];
	assert.equal(hindrance(problems, []), undefined);
	assert.equal(hindrance(problems, ['database', 'migrations']), undefined);
	assert.equal(hindrance(problems, ['makemigrations'])?.code, 'snapshot');
	assert.equal(hindrance([problem('settings', 'everything')], [])?.code, 'settings');
});

test('the tree stays as long as there is one to show', () => {
	const hidden = (apps: 'apps' | 'none', ...problems: Problem[]) =>
		hidesTree(tutorialStatus({problems, ...(apps === 'none' && {apps: []})}));
	assert.equal(hidden('none'), false);
	assert.equal(hidden('apps', problem('unknown-app', 'everything')), false);
	assert.equal(hidden('apps', problem('snapshot', 'makemigrations')), false);
	assert.equal(hidden('apps', problem('circular-dependency', 'migrations')), false);
	assert.equal(hidden('apps', problem('database-unreachable', 'database')), true);
	assert.equal(hidden('none', problem('settings', 'everything')), true);
	assert.equal(hidden('none', problem(stateUnreadable)), false);
});

test('a state folder that cannot be read is shown by the panes that need it', () => {
	const problems = [problem(stateUnreadable), problem('settings', 'everything')];
	assert.deepEqual(shownProblems(problems), [problems[1]]);
});
