import assert from 'node:assert/strict';
import test from 'node:test';
import {mayRun} from '../../source/dashboard/commands/command-words.ts';
import type {ProjectStatus} from '../../source/runs/project-status.ts';
import {standInProject, tutorialStatus} from '../support/dashboard.ts';
import {mountDashboard} from '../support/mounted-dashboard.tsx';

test('a read-only session can change nothing, and says why', async t => {
	const root = standInProject(t);
	const server = {state: 'running', pid: 1} as const;
	const mounted = await mountDashboard(t, tutorialStatus({root, server}), {root, readOnly: true});
	assert.match(mounted.frame(), /READ-ONLY {2}ann@web-1/);
	for (const [key, id] of Object.entries({
		m: 'makemigrations',
		M: 'migrate',
		B: 'rollback',
		F: 'fake',
		u: 'createsuperuser',
		s: 'server',
		r: 'restart',
		i: 'shell',
	})) {
		await mounted.press(key);
		assert.match(mounted.frame(), new RegExp(`This dashboard is read-only: ${id} is disabled\\.`));
		assert.equal(mounted.dashboard.session.view.snapshot().dialogs.length, 0, key);
	}
	await mounted.press('q');
	assert.match(mounted.frame(), /leave, everything keeps running/);
	assert.doesNotMatch(mounted.frame(), /stop the server/);
	await mounted.press('s', '\u001B');
	assert.equal(mounted.left(), false);
});

const screens: Record<string, Partial<ProjectStatus>> = {
	'a stopped server and changes without a migration': {},
	'a running server': {server: {state: 'running', pid: 1}},
	'no migrations yet': {
		apps: [{label: 'blog', migrations: [], unmadeChanges: []}],
		unapplied: 0,
	},
	'two leaves': {
		apps: [{label: 'blog', migrations: [], unmadeChanges: [], conflict: ['0002_a', '0002_b']}],
	},
	'a migration left unfinished': {
		problems: [{code: 'unfinished-migration', message: 'blog.0002 did not run to its end.'}],
	},
	'a database that is away': {
		problems: [
			{
				code: 'database-unreachable',
				message: 'The database cannot be reached.',
				hinders: 'database',
			},
		],
	},
};

for (const [name, status] of Object.entries(screens)) {
	test(`read-only screens name no key that changes something: ${name}`, async t => {
		const keys =
			/\b(m|M|s|r) (to (merge|start)|merge|show how|still works|start|stop|restart|make|create)\b/;
		const keysOfAll = await mountDashboard(t, tutorialStatus(status), {columns: 200});
		assert.match(keysOfAll.frame(), keys);
		for (const size of [{}, {columns: 80, rows: 24}]) {
			const {frame} = await mountDashboard(t, tutorialStatus(status), {readOnly: true, ...size});
			assert.doesNotMatch(frame(), keys);
		}
	});
}

test('the read-only palette runs only commands that read', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root, readOnly: true});
	await mounted.press(':migrate --plan\r');
	await mounted.shows('quarterdeck migrate --plan');
	await mounted.press('\u001B', ':migrate auth zero\r');
	await mounted.shows('This dashboard is read-only: migrate is disabled.');
	await mounted.press(':runserver');
	assert.doesNotMatch(mounted.frame(), /start the server/, 'what it would refuse is not offered');
	await mounted.press('\u001B', ':accounts:greet --check\r');
	await mounted.shows('This dashboard is read-only: accounts:greet is disabled.');
});

test('a preview flag does not allow commands of apps', () => {
	assert.equal(mayRun(['makemigrations', '--check']), true);
	assert.equal(mayRun(['accounts:import', '--check']), false);
	assert.equal(mayRun(['accounts:import', '--help']), true);
	assert.equal(mayRun(['dbshell']), false);
});
