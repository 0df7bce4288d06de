import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {actions} from '../../../source/dashboard/actions/list.ts';
import {keyOf, nameKeys} from '../../../source/dashboard/input/key-names.ts';
import type {ProjectStatus} from '../../../source/runs/project-status.ts';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {withFile} from '../../support/migration-on-screen.ts';
import {type Mounted, mountDashboard} from '../../support/mounted-dashboard.tsx';

const own: Record<string, string[]> = {
	migrate: ['X'],
	makemigrations: ['K'],
	server: ['S'],
	createsuperuser: ['U'],
	reread: ['^R'],
	leave: ['D'],
	edit: ['E'],
	copy: ['Y'],
	help: ['H'],
	rollback: [],
};
const chosen = actions.map(action => ({...action, keys: own[action.id] ?? action.keys}));

async function open(t: TestContext, part: Partial<ProjectStatus> = {}): Promise<Mounted> {
	const root = standInProject(t);
	const status = tutorialStatus({root, ...part});
	playStatus(root, status);
	return mountDashboard(t, status, {root, actions: chosen});
}

/** What stands in the pane on the left, as one line. */
function shownText(frame: string): string {
	return frame.replaceAll(/^[┃│](.*?)[┃│].*$/gm, '$1').replaceAll(/\s+/g, ' ');
}

test('without keys, texts name the palette’s command', () => {
	nameKeys([]);
	assert.equal(keyOf('makemigrations'), ':makemigrations');
});

test('texts name the operator’s keys, and these work', async t => {
	const {press, shows, frame, dashboard} = await open(t);
	assert.match(frame(), /changes not in a migration: K make one/);
	assert.match(frame(), / S start ─/);
	assert.match(frame(), /No log yet: press S to start the server\./);
	await press('r');
	assert.match(frame(), /The server is not running: press S to start it\./);
	await press('M');
	assert.equal(dashboard.session.view.snapshot().dialogs.length, 0);
	await press('K');
	await shows('y write it');
	await press('y');
	await shows('✓ accounts/migrations/0001_initial.ts');
	assert.match(frame(), /X migrate {3}E edit {3}Esc close/);
	await press('X');
	await shows('y run it');
});

test('notices name the operator’s keys', async t => {
	const {shows, frame, dashboard} = await open(t);
	const split = tutorialStatus();
	split.apps[0]!.conflict = ['0002_one', '0002_two'];
	dashboard.showStatus(split);
	await shows('auth has two leaf migrations: press K to merge them');
	await shows('two leaf migrations, K merge them: 0002_one');
	const unfinished = [{code: 'unfinished-migration', message: 'auth.0001_initial did not end.'}];
	dashboard.showStatus(tutorialStatus({problems: unfinished}));
	await shows('X show how to continue');
	const away = [
		{code: 'database-unreachable', message: 'It cannot be reached.', hinders: 'database' as const},
	];
	dashboard.showStatus(tutorialStatus({problems: away}));
	await shows('^R retries now.');
	assert.match(shownText(frame()), /K still works.* X, :migrate, F, U and i /);
	const apps = [{label: 'blog', migrations: [], unmadeChanges: []}];
	dashboard.showStatus(tutorialStatus({apps, unapplied: 0}));
	await shows(/K {2}make the first[\s\S]*X {2}create the tables[\s\S]*U {2}create a superuser/);
});

test('after a failed run, edit and copy have the operator’s keys', async t => {
	const root = standInProject(t, {fails: 'auth.0001_initial'});
	const status = tutorialStatus({root});
	const file = path.join(root, '0001_initial.ts');
	writeFileSync(file, '');
	status.apps[0]!.migrations[0]!.path = file;
	playStatus(root, status, {fails: 'auth.0001_initial'});
	const {press, shows, sent} = await mountDashboard(t, status, {root, actions: chosen});
	await press('X');
	await shows('y run it');
	await press('y');
	await shows(/E edit the file {3}Y copy the error/);
	await press('E');
	assert.deepEqual(sent, [`edit ${file}:`]);
});

test('the quit dialog leaves with the operator’s key', async t => {
	const server = {state: 'running', pid: 1} as const;
	const {press, frame, left} = await open(t, {server});
	assert.match(frame(), /It keeps running when you leave with D\./);
	await press('qd');
	assert.match(frame(), /D {4}leave, everything keeps running/);
	assert.equal(left(), false);
	await press('D');
	assert.equal(left(), true);
});

test('dialogs use the keys of the actions that they repeat', async t => {
	const {root, status} = withFile(t);
	const {press, shows, hides, frame} = await mountDashboard(t, status, {root, actions: chosen});
	await press('j\r');
	await shows('create table');
	assert.match(frame(), /Tab next {3}E edit {3}Y copy {3}Esc close/);
	await press('Y');
	await shows(/Copied SQL up|Nothing was copied/);
	await press('\u001B', 'H');
	await shows('Help: Migrations');
	await press('H');
	await hides('Help: Migrations');
	await press(':check --deploy\r');
	await shows(/You ran check --deploy[\s\S]*Y copy/);
	await press('Y');
	await shows(/Copied the output|Nothing was copied/);
});
