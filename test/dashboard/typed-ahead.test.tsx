import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {readHistory} from '../../source/runs/history.ts';
import {stopTime} from '../support/clock.ts';
import {playStatus, standInProject, tutorialStatus} from '../support/dashboard.ts';
import {mountDashboard} from '../support/mounted-dashboard.tsx';
import {until} from '../support/wait.ts';

/** The form was typed into, and fails: the project has unapplied migrations. */
async function failingForm(t: TestContext) {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	const time = stopTime(t);
	await mounted.press('uann');
	await mounted.shows('M migrate   Esc close');
	return {...mounted, time};
}

test('a password typed into a failing form triggers no action', async t => {
	const {dashboard, press, frame, left, shows, hides, time} = await failingForm(t);
	await press('\tann@x.org\r', 'dsMriuq: passw0rd\tM \r');
	assert.match(frame(), /M migrate {3}Esc close/);
	assert.deepEqual(
		dashboard.session.view.snapshot().dialogs.map(({isFinished}) => isFinished),
		[true],
	);
	time.goOn(699);
	await press('M');
	assert.match(frame(), /M migrate {3}Esc close/);
	time.goOn(701);
	await press('ds');
	assert.equal(left(), false);
	assert.match(frame(), /M migrate {3}Esc close/);
	time.goOn(701);
	await press('M');
	await hides('Esc close');
	await shows('Migrate: 3 migrations');
});

test('Esc closes a failed form at once', async t => {
	const {press, hides} = await failingForm(t);
	await press('passw\u001B');
	await hides('Create superuser');
});

test('M and y in one packet open the plan and run nothing', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('My');
	await mounted.shows('y run it');
	assert.equal(mounted.dashboard.session.runs.size, 0);
	await mounted.press('y');
	await mounted.shows('Migrate: 3 of 3 done');
	await until('it is in the history', () => readHistory(root).length === 1);
});

test('a name typed before its field exists is dropped if there is nothing to run', async t => {
	const root = standInProject(t);
	const status = tutorialStatus({root, environment: 'production', apps: [], unapplied: 0});
	playStatus(root, status);
	const mounted = await mountDashboard(t, status, {root});
	stopTime(t);
	await mounted.press('Mdb');
	await mounted.shows('No migrations to apply.');
	await mounted.press('ds.sqlite3\r');
	assert.equal(mounted.left(), false);
	assert.match(mounted.frame(), /No migrations to apply\./);
});

test('a letter replaces the suggested name, Tab accepts it, cursor keys edit it', async t => {
	const root = standInProject(t);
	playStatus(root, tutorialStatus({root, unapplied: 0}));
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	const open = async () => {
		await mounted.press('u');
		await mounted.shows(/Username +\[ann _/);
		assert.match(mounted.frame(), /Tab accept {3}type to replace it/);
	};
	await open();
	await mounted.press('bob');
	assert.match(mounted.frame(), /Username +\[bob _/);
	await mounted.press('\u001B');
	await open();
	await mounted.press('\t\u001B[Zx');
	assert.match(mounted.frame(), /Username +\[annx _/);
	await mounted.press('\u001B');
	await open();
	await mounted.press('\u001B[Dx');
	assert.match(mounted.frame(), /Username +\[anxn/);
	await mounted.press('\u001B');
	await open();
	await mounted.press('\u001B[200~eve\u001B[201~');
	assert.match(mounted.frame(), /Username +\[eve _/);
	await mounted.press('\u001B');
	await mounted.hides('Create superuser');
});
