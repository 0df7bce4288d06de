import assert from 'node:assert/strict';
import test from 'node:test';
import {ways} from '../../../source/errors/ways.ts';
import {readHistory} from '../../../source/runs/history.ts';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {setVariable} from '../../support/environment.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {until} from '../../support/wait.ts';

test('a migration that was rolled back can be planned again, and its error copied', async t => {
	setVariable(t, 'SSH_CONNECTION', '10.0.0.1 1 10.0.0.2 22');
	const root = standInProject(t, {fails: 'auth.0002_permissions'});
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('M');
	await mounted.shows('y run it');
	await mounted.press('y');
	await mounted.shows('Everything this migration did was rolled back.');
	await mounted.shows(/✗ auth\.0002_permissions +FAILED/);
	await mounted.shows('r plan again   c copy the error   Esc close');
	assert.doesNotMatch(mounted.frame(), /resume|mark as applied/);
	await mounted.press('c');
	const copied = Buffer.from(mounted.sent[0]!.slice(7, -1), 'base64').toString();
	assert.match(
		copied,
		/^auth\.0002_permissions, statement 1\ncreate table `x`.*\ntable `x` already exists$/,
	);
	await mounted.press('r');
	await mounted.shows('Migrate: 2 migrations');
});

test('an unfinished migration is resumed, marked or started over, after consent', async t => {
	const root = standInProject(t, {
		fails: 'auth.0002_permissions',
		stays: ['create table `kept` (`id` integer)'],
	});
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('M');
	await mounted.shows('y run it');
	await mounted.press('y');
	await mounted.shows('NOT rolled back, still in the database:');
	await mounted.shows('create table `kept`');
	await mounted.shows(/r resume.*a mark as applied.*o start over/);
	await mounted.press('a');
	await mounted.shows('mark as applied?  quarterdeck migrate --mark-applied');
	await mounted.press('\u001B', 'r');
	await mounted.shows('quarterdeck migrate --resume');
	await mounted.press('\r');
	assert.equal(mounted.dashboard.session.runs.size, 0, 'Enter is no yes');
	await mounted.press('y');
	await mounted.shows(/Migrate --resume: \d of \d done/);
	const last = await until('it is in the history', () => readHistory(root)[1]);
	assert.equal(last.command, 'migrate --resume');
});

/** As `migrate --plan` asks it. */
const unfinished = {
	text: 'auth.0002_permissions was not applied to its end, by bob@web-2.\nStill in the database:\n  create table `kept`',
	choices: [
		'--resume is not possible: it runs code, which cannot be taken up in its middle',
		'--mark-applied records it as applied, and runs nothing more of it',
		'--start-over runs it from its first statement, once you have undone what stays',
	],
	flag: '--resume, --mark-applied or --start-over',
	migration: 'auth.0002_permissions',
	ways: [ways.markApplied, ways.startOver],
};

test('an unfinished migration leaves the tree, and M shows how to continue', async t => {
	const problem = {
		code: 'unfinished-migration',
		message:
			'auth.0002_permissions did not run to its end: 1 of its 2 statement(s) stay in the database.',
	};
	const root = standInProject(t, {unfinished});
	const mounted = await mountDashboard(t, tutorialStatus({root, problems: [problem]}), {root});
	await mounted.shows('M show how to continue');
	await mounted.shows('○ 0001_initial');
	await mounted.press('M');
	await mounted.shows('Migrate: auth.0002_permissions did not finish');
	const frame = mounted.frame();
	assert.match(frame, /was not applied to its end, by bob@web-2\.[\s\S]*create table `kept`/);
	assert.match(frame, /a mark as applied {3}o start over/);
	assert.match(frame, /What runs after it:[\s\S]*\+ auth\.0001_initial/);
	assert.doesNotMatch(frame, /r resume|y run it|FAILED|\+ auth\.0002_permissions/);
	assert.equal(readHistory(root).length, 0, 'nothing was run to find out');
	await mounted.press('y\r');
	assert.equal(mounted.dashboard.session.runs.size, 0);
	await mounted.hides('0002_permissions did not finish');
	await mounted.press('M');
	await mounted.shows('a mark as applied');
	await mounted.press('a');
	await mounted.shows('mark as applied?  quarterdeck migrate --mark-applied');
	await mounted.press('y');
	await mounted.shows(/Migrate --mark-applied: \d of 3 done/);
});

test('in production, continuing needs the name of the database', async t => {
	const root = standInProject(t, {unfinished});
	const status = tutorialStatus({root, environment: 'production'});
	playStatus(root, status, {unfinished});
	const mounted = await mountDashboard(t, status, {root});
	await mounted.press('M');
	await mounted.shows('a mark as applied');
	await mounted.press('o', 'y\r');
	assert.match(mounted.frame(), /Type the database name to continue: y/);
	await mounted.press('\u001B', 'o', 'db.sqlite3\r');
	const {command} = await until('it is in the history', () => readHistory(root)[0]);
	assert.equal(command, 'migrate --start-over --allow-production');
});

test('after a failure in production, continuing needs the name of the database', async t => {
	const stays = ['create table `kept` (`id` integer)'];
	const root = standInProject(t);
	const status = tutorialStatus({root, environment: 'production'});
	playStatus(root, status, {fails: 'auth.0002_permissions', stays});
	const mounted = await mountDashboard(t, status, {root});
	await mounted.press('M');
	await mounted.shows('Type the database name');
	await mounted.press('db.sqlite3\r');
	await mounted.shows('r resume after what ran');
	await mounted.press('r', 'y\r');
	assert.match(mounted.frame(), /Type the database name to continue: y/);
	assert.equal(mounted.dashboard.session.runs.size, 0);
	await mounted.press('\u007Fdb.sqlite3\r');
	const {command} = await until('it is in the history', () => readHistory(root)[1]);
	assert.equal(command, 'migrate --resume --allow-production');
});
