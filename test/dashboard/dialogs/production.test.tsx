import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {readHistory} from '../../../source/runs/history.ts';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {until} from '../../support/wait.ts';

/** Ink writes the parts of a colour one by one. */
const inverseRed = /\u001B\[31m(?:\u001B\[\d+m)*\u001B\[7m(?:\u001B\[\d+m)* PRODUCTION /;

async function production(t: TestContext, size: {columns?: number; rows?: number} = {}) {
	const root = standInProject(t);
	const status = tutorialStatus({root, environment: 'production'});
	playStatus(root, status);
	const colour = {look: {colour: true, unicode: true}};
	return mountDashboard(t, status, {root, ...colour, ...size});
}

test('production is named in inverse red in every frame, at every size', async t => {
	for (const [columns, rows] of [
		[160, 50],
		[80, 24],
		[60, 18],
		[40, 12],
		[30, 8],
	] as const) {
		const mounted = await production(t, {columns, rows});
		for (const keys of ['', 'M', '\u001B', '3z', '?']) {
			await mounted.press(keys);
			assert.match(mounted.raw(), inverseRed, `${columns} ${keys}`);
			assert.match(mounted.frame(), / PRODUCTION /, `${columns} ${keys}`);
		}
	}
});

test('nothing touches the database before its name was typed', async t => {
	const mounted = await production(t);
	await mounted.press('M');
	await mounted.shows('This is PRODUCTION. Type the database name to continue:');
	await mounted.press('y\r');
	assert.equal(mounted.dashboard.session.runs.size, 0);
	await mounted.press('\u001B', 'u');
	await mounted.shows('Create a superuser?');
	await mounted.press('db\r');
	assert.doesNotMatch(mounted.frame(), /Username/);
	await mounted.press('.sqlite3\r');
	await mounted.hides('Create a superuser?');
	await mounted.press('\u001B', 'i');
	await mounted.shows('Open a shell?');
	await mounted.press('\u001B', ':changepassword ann\r');
	await mounted.shows('quarterdeck changepassword ann?');
	await mounted.press('db.sqlite3\r');
	assert.deepEqual(mounted.sent, ['handed over']);
});

test('the typed name becomes a flag of the command', async t => {
	const mounted = await production(t);
	await mounted.press('M');
	await mounted.shows('Type the database name');
	await mounted.press('db.sqlite3\r');
	const done = await until('it is done', () => readHistory(mounted.dashboard.session.root)[0]);
	assert.equal(done.command, 'migrate --allow-production');
});

test('commands that only read need no name', async t => {
	const mounted = await production(t);
	await mounted.press(':check --deploy\r');
	await mounted.shows('You ran check --deploy');
});
