import assert from 'node:assert/strict';
import test from 'node:test';
import {
	actionFor,
	areFilesBroken,
	isBroken,
	whereItWorks,
	whyDisabled,
} from '../../../source/dashboard/actions/action.ts';
import {actions} from '../../../source/dashboard/actions/list.ts';
import {stateUnreadable} from '../../../source/runs/unreadable-state.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

const named = (id: string) => actions.find(action => action.id === id)!;

test('a key belongs to the action of the focused pane', () => {
	assert.equal(actionFor(actions, 'Enter', 'migrations')?.id, 'open');
	assert.equal(actionFor(actions, 'Enter', 'log')?.id, 'expand');
	assert.equal(actionFor(actions, 'Enter', 'server'), undefined);
});

test('a key without a meaning here says where it has one', () => {
	assert.equal(whereItWorks(actions, 'B'), 'B works in Migrations (1).');
	assert.match(
		whereItWorks(actions, 'Enter')!,
		/^Enter works in .*\(1\) and .*\(3\) and .*\(4\)\.$/,
	);
	assert.equal(whereItWorks(actions, '#'), undefined);
});

test('a read-only session disables whatever changes something', t => {
	const {dashboard} = dashboardInMemory(t, undefined, {readOnly: true});
	assert.equal(
		whyDisabled(dashboard, named('migrate')),
		'This dashboard is read-only: migrate is disabled.',
	);
	assert.equal(whyDisabled(dashboard, named('reread')), false);
});

test('a broken project disables what needs it; files alone are enough to make migrations', t => {
	const broken = (code: string) => {
		const problems = [{code, message: 'It is wrong.'}];
		const {dashboard} = dashboardInMemory(t, tutorialStatus({problems}));
		return [isBroken(dashboard), areFilesBroken(dashboard)];
	};
	assert.deepEqual(broken('database-unreachable'), ['The database cannot be reached.', false]);
	assert.deepEqual(broken('settings-invalid'), Array(2).fill('Fix the project first.'));
	assert.deepEqual(broken(stateUnreadable), Array(2).fill('It is wrong.'));
	assert.deepEqual(broken('unfinished-migration'), [false, false]);
});

test('before the first status nothing that needs the project works', t => {
	const {dashboard, session} = dashboardInMemory(t);
	session.status.change({status: undefined});
	assert.equal(isBroken(dashboard), 'The project is still loading.');
});
