import assert from 'node:assert/strict';
import test from 'node:test';
import {actions} from '../../../source/dashboard/actions/list.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

const migration = (name: string, applied: string | null = null) => ({name, applied, warnings: []});
const apps = [
	{
		label: 'blog',
		migrations: [
			migration('0001_initial', '2026-03-02T10:00:00Z'),
			migration('0002_a'),
			migration('0002_b'),
		],
		unmadeChanges: ['Create entity Post'],
		conflict: ['0002_a', '0002_b'],
	},
];
const drift = [
	{app: 'blog', text: 'The table post is not in the database.'},
	{app: 'other', text: 'Somewhere else.'},
];

test('an app is shown with all that is to be done about it, and the keys for it', async t => {
	const status = tutorialStatus({apps, drift, unapplied: 2});
	const {frame} = await mountDashboard(t, status);
	const text = frame();
	assert.match(text, /┌─ blog ─+┐/);
	for (const wanted of [
		/1 applied {2}2 unapplied {2}changes {2}conflict/,
		/0001_initial applied 2026-03-02 \d\d:00:00/,
		/Two leaf migrations: 0002_a, 0002_b\./,
		/m merge them/,
		/M apply all unapplied migrations/,
		/~ Changes not in a migration:/,
		/ {2}Create entity Post/,
		/m make a migration/,
		/~ The database differs from the migrations:/,
		/ {2}The table post is not in the database\./,
	])
		assert.match(text, wanted);
	assert.doesNotMatch(text, /Somewhere else/);
});

test('keys have the names that the operator gave them; who may not write sees none', async t => {
	const status = tutorialStatus({apps, unapplied: 2});
	const own = actions.map(action => (action.id === 'migrate' ? {...action, keys: ['X']} : action));
	const {frame} = await mountDashboard(t, status, {actions: own});
	assert.match(frame(), /X apply all unapplied/);
	const reader = await mountDashboard(t, status, {readOnly: true});
	assert.match(reader.frame(), /Two leaf migrations/);
	assert.doesNotMatch(reader.frame(), /merge them|apply all/);
});

test('without apps it is empty, and with a problem it has the next steps', async t => {
	const {frame, dashboard, shows} = await mountDashboard(t, tutorialStatus({apps: []}));
	assert.match(frame(), /┌─ {2}─+┐/);
	const problem = {
		...{code: 'settings-invalid', hinders: 'everything' as const, message: 'No database.'},
		...{hint: 'Name it in the settings.', file: 'settings.ts', line: 3},
	};
	dashboard.showStatus(tutorialStatus({apps: [], problems: [problem]}));
	await shows(/┌─ Next steps ─+┐\n.*│ Name it in the settings\. +│\n.*│ e open settings\.ts:3/);
	const onDisk = {label: 'blog', migrations: [], unmadeChanges: [], files: ['0001_initial']};
	dashboard.showStatus(tutorialStatus({apps: [onDisk], problems: [problem]}));
	await shows(/▾ blog[\s\S]*R read the project again/);
});
