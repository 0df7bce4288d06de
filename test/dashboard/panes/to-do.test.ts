import assert from 'node:assert/strict';
import test from 'node:test';
import {noticeRows, todo} from '../../../source/dashboard/panes/to-do.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

plainLookForAll();
const size = {columns: 60, rows: 20};
const said = (part = {}, readOnly = false) =>
	todo({status: tutorialStatus(part)}, {readOnly}).trim();

test('the most important thing to do comes first', () => {
	const [first, ...others] = tutorialStatus().apps;
	const split = [{...first!, conflict: ['0002_a', '0002_b']}, ...others];
	const problems = [{code: 'settings-invalid', message: 'Wrong.\nMore.'}];
	assert.equal(said({problems, apps: split}), '✗ Wrong.');
	assert.equal(said({apps: split}), '✗ auth has two leaf migrations: press m to merge them');
	assert.equal(said({apps: split}, true), '✗ auth has two leaf migrations');
	assert.match(said(), /^○ 3 unapplied migrations: auth, sessions {3}~ changes: accounts$/);
});

test('a project that has settled says so', () => {
	const app = {label: 'auth', unmadeChanges: [], migrations: []};
	assert.equal(said({apps: [], unapplied: 0}), 'No apps yet');
	assert.equal(said({apps: [app], unapplied: 0}), 'No migrations yet');
	const migrations = [{name: '0001_initial', applied: '2026-03-02T10:00:00Z', warnings: []}];
	assert.equal(said({apps: [{...app, migrations}], unapplied: 0}), '✓ All migrations are applied');
});

test('without a status it is being read, or lost', () => {
	assert.equal(todo({}, {}).trim(), 'reading the project …');
	assert.equal(todo({lost: 'It crashed.'}, {}).trim(), '✗ It crashed.');
});

test('a first project is told its first steps, a read-only session is not', () => {
	const apps = tutorialStatus().apps.map(app => ({...app, migrations: []}));
	const rows = noticeRows(tutorialStatus({apps, unapplied: 0}), size, false);
	assert.equal(rows[0], 'No migrations yet. 3 apps.');
	assert.match(rows.join('\n'), /m {2}make the first migrations {2}quarterdeck makemigrations/);
	assert.equal(noticeRows(tutorialStatus({apps, unapplied: 0}), size, true).length, 2);
});

test('what is unapplied is left out where there is no room for it', () => {
	const lines = noticeRows(tutorialStatus(), size, false);
	assert.match(lines.join(' '), /You have 3 unapplied migration\(s\)\./);
	assert.deepEqual(noticeRows(tutorialStatus(), {...size, rows: 5}, false), []);
});
