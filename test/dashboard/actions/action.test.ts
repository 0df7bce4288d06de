import assert from 'node:assert/strict';
import test from 'node:test';
import {
	actionFor,
	isHindered,
	whereItWorks,
	whyDisabled,
} from '../../../source/dashboard/actions/action.ts';
import {actions} from '../../../source/dashboard/actions/list.ts';
import type {Problem} from '../../../source/runs/project-status.ts';
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
	assert.match(whereItWorks(actions, 'Enter')!, /^Enter works in .*\(1\), .*\(3\) and .*\(4\)\.$/);
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

test('a problem disables the actions whose commands would fail, and no others', t => {
	const disabled = (problem: Pick<Problem, 'code' | 'hinders'>) => {
		const problems = [{...problem, message: 'It is wrong.\nMore.'}];
		const {dashboard} = dashboardInMemory(t, tutorialStatus({problems}));
		return ['makemigrations', 'migrate', 'fake', 'createsuperuser', 'shell'].map(id =>
			whyDisabled(dashboard, named(id)),
		);
	};
	const why = 'It is wrong.';
	const away = 'The database cannot be reached.';
	assert.deepEqual(disabled({code: 'x', hinders: 'database'}), [false, away, away, away, away]);
	const fix = 'Fix the project first.';
	assert.deepEqual(disabled({code: 'settings', hinders: 'everything'}), Array(5).fill(fix));
	assert.deepEqual(disabled({code: stateUnreadable}), Array(5).fill(why));
	const noMigration = 'Select a migration first.';
	assert.deepEqual(disabled({code: 'snapshot', hinders: 'makemigrations'}), [
		...[why, false, noMigration],
		...[false, false],
	]);
	assert.deepEqual(disabled({code: 'missing-dependency', hinders: 'migrations'}), [
		...[why, why, why],
		...[false, false],
	]);
	assert.deepEqual(disabled({code: 'import-failed', hinders: 'entities'}), [
		...[why, false, noMigration],
		...[why, why],
	]);
	assert.deepEqual(disabled({code: 'unfinished-migration'}), [
		...[false, false, noMigration],
		...[false, false],
	]);
});

test('before the first status nothing that needs the project works', t => {
	const {dashboard, session} = dashboardInMemory(t);
	session.status.change({status: undefined});
	assert.equal(isHindered()(dashboard), 'The project is still loading.');
});
