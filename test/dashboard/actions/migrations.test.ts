import assert from 'node:assert/strict';
import test from 'node:test';
import {whyDisabled} from '../../../source/dashboard/actions/action.ts';
import {actions} from '../../../source/dashboard/actions/list.ts';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

const at = '2026-03-02T10:00:00Z';
const named = (id: string) => actions.find(action => action.id === id)!;

function open(t: test.TestContext, applied: number[] = []) {
	const root = standInProject(t);
	const status = tutorialStatus({root});
	for (const index of applied) status.apps[0]!.migrations[index]!.applied = at;
	return dashboardInMemory(t, status, {root});
}

test('B goes back only from a later migration', t => {
	const {dashboard, press} = open(t, [0, 1]);
	const why = () => whyDisabled(dashboard, named('rollback'));
	assert.equal(why(), false, 'an app goes back to before its first');
	press('j');
	assert.equal(why(), false);
	press('j');
	assert.match(why() as string, /^auth is at 0002_permissions: press B on an earlier/);
	press('j');
	assert.match(why() as string, /^sessions is not applied/);
});

test('F fakes a migration that is not applied', t => {
	const {dashboard, press} = open(t, [0]);
	const why = () => whyDisabled(dashboard, named('fake'));
	assert.equal(why(), 'Select a migration first.');
	press('j');
	assert.equal(why(), 'auth.0001_initial is already applied.');
	press('j');
	assert.equal(why(), false);
});

test('Enter folds an app and opens a migration, and the footer says which', t => {
	const {dashboard, press, session, text} = open(t);
	const {short} = named('open');
	const says = () => (short as (context: typeof dashboard) => string)(dashboard);
	assert.equal(says(), 'fold');
	press('Enter');
	assert.deepEqual([...session.view.snapshot().folding], [['auth', 'folded']]);
	assert.equal(says(), 'unfold');
	press('Enter', 'j');
	assert.equal(says(), 'open');
	press('Enter');
	assert.match(text(), /^auth\.0001_initial/);
});

test('where the tree is missing Enter shows the whole problem', t => {
	const problem = {code: 'settings', message: 'Wrong.', hint: 'Fix it.'};
	const problems = [{...problem, hinders: 'everything' as const}];
	const {press, text} = dashboardInMemory(t, tutorialStatus({apps: [], problems}));
	press('Enter');
	assert.match(text(), /^Problems\nWrong\.\n\nFix it\./);
});

test('two leaves are merged before anything else is made', t => {
	const root = standInProject(t);
	const status = tutorialStatus({root});
	status.apps[0]!.conflict = ['0002_a', '0002_b'];
	const {press, text} = dashboardInMemory(t, status, {root});
	press('m');
	assert.match(text(), /^Make migrations --merge/);
});
