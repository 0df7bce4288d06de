import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {unfinishedWays} from '../../../source/errors/ways.ts';
import type {MigrationFailed} from '../../../source/runs/events.ts';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {type Mounted, mountDashboard} from '../../support/mounted-dashboard.tsx';
import {type PlayedRun, playRun} from '../../support/played-run.ts';
import {until} from '../../support/wait.ts';

const total = 370;
const nameOf = (index: number) => `shop.${String(index).padStart(4, '0')}_step`;
const failed: MigrationFailed = {
	type: 'failed',
	migration: nameOf(150),
	statement: 2,
	sql: 'insert into itme values (1)',
	message: 'no such table: itme',
	rolledBack: false,
	alreadyExecuted: ['create table kept (id int)'],
	ways: unfinishedWays,
};

/** A run of 370 migrations in the middle of the 150th. */
async function longRun(
	t: TestContext,
	size: {columns: number; rows: number},
): Promise<Mounted & PlayedRun> {
	const root = standInProject(t);
	const played = playRun(root, 'bob');
	const names = Array.from({length: total}, (_, index) => nameOf(index + 1));
	const steps = names.map(migration => ({
		migration,
		direction: 'forwards' as const,
		warnings: [],
	}));
	played.happens({type: 'plan', steps, target: ''});
	for (const migration of names.slice(0, 149))
		played.happens({type: 'applied', migration, milliseconds: 1});
	played.happens({type: 'applying', migration: nameOf(150), index: 150, total});
	const statement = {type: 'statement', index: 2, total: 3, sql: 'create index slow'} as const;
	played.happens(statement, '2026-03-02T10:07:09Z');
	const mounted = await mountDashboard(t, tutorialStatus({root, runs: [played.status]}), {
		root,
		...size,
	});
	await mounted.press('4\r');
	await mounted.shows('149 of 370 done');
	return {...mounted, ...played};
}

for (const [columns, rows] of [
	[120, 40],
	[80, 24],
	[40, 12],
] as const) {
	test(`the running migration and the failure are visible among many at ${columns}x${rows}`, async t => {
		const {shows, press, frame, happens} = await longRun(t, {columns, rows});
		await shows(/0150_step +running/);
		await shows('create index slow');
		if (columns > 40) {
			assert.match(frame(), /running since 2026-03-02/);
			assert.match(frame(), /statement 2 of 3 since 2026-03-02/);
			assert.match(frame(), / 40%/, 'the bar stays');
			assert.match(frame(), /0148_step[\s\S]*0152_step/, 'with what is around it');
		}

		await press('g');
		await shows('0001_step');
		happens({type: 'applied', migration: nameOf(150), milliseconds: 1});
		happens({type: 'applying', migration: nameOf(151), index: 151, total});
		await shows('150 of 370 done');
		assert.match(frame(), /0001_step/, 'who has scrolled is left alone');
		await press('f');
		await shows(/0151_step +running/);
		await press('k', 'G');
		await shows(/0151_step +running/);

		await press('g');
		happens({...failed, migration: nameOf(151)});
		happens({type: 'run-ended', exitCode: 1});
		await shows('no such table: itme');
		await shows('c copy the error');
		if (rows < 24) return;
		assert.match(frame(), /✗ shop\.0151_step +FAILED/);
		assert.match(frame(), /219 more wait/);
		assert.match(frame(), /insert into itme[\s\S]*no such table[\s\S]*create table kept/);
	});
}

test('a long statement does not hide the failure', async t => {
	const {shows, happens} = await longRun(t, {columns: 80, rows: 24});
	const columns = Array.from({length: 90}, (_, index) => `column_of_the_table_${index} text`);
	happens({...failed, sql: `create table x (${columns.join(', ')})`});
	happens({type: 'run-ended', exitCode: 1});
	await shows('no such table: itme');
	await shows('NOT rolled back, still in the database:');
});

test('an operator’s own failed run can be continued from any dashboard', async t => {
	const root = standInProject(t);
	const mine = playRun(root, 'ann', 'migrate shop 0150_step --allow-data-loss --resume');
	mine.happens(failed);
	mine.happens({type: 'run-ended', exitCode: 1});
	const left = {
		code: 'unfinished-migration',
		migration: nameOf(150),
		message: `${nameOf(150)} did not run to its end: 1 of its 2 statement(s) stay in the database.`,
	};
	const open = async (problems: object[], readOnly = false) => {
		const status = tutorialStatus({root, problems: problems as never[]});
		const mounted = await mountDashboard(t, status, {root, readOnly});
		const end = {at: mine.status.since, exitCode: 1, milliseconds: 1, summary: '1 failed'};
		mounted.dashboard.session.history.change({history: [{...mine.status, ...end}]});
		await mounted.press('4\r');
		await mounted.shows('no such table: itme');
		assert.doesNotMatch(mounted.frame(), /by ann:|, by ann/);
		return mounted;
	};
	const later = await open([left]);
	assert.match(later.frame(), /r resume after what ran {3}a mark as applied {3}o start over/);
	await later.press('r');
	await later.shows('quarterdeck migrate shop 0150_step --resume');

	const settled = await open([]);
	assert.match(settled.frame(), /r plan again {3}c copy the error/);
	assert.doesNotMatch(settled.frame(), /r resume/);
	await settled.press('r');
	await settled.shows('Migrate shop 0150_step');

	const onlyLooks = await open([left], true);
	assert.doesNotMatch(onlyLooks.frame(), /r resume|r plan/);
});

test('q does not ask about a run that has ended', async t => {
	const root = standInProject(t, {lingers: 60_000, pace: 1000});
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('M');
	await mounted.shows('y run it');
	const pressed = mounted.press('y');
	const [started] = mounted.dashboard.session.runs;
	t.after(() => started!.interrupt());
	await pressed;
	await mounted.press('\u001B', 'q');
	await mounted.shows('Quit?');
	await mounted.press('\u001B', ':');
	const {run} = started!;
	const listed = {
		run,
		kind: 'migrate',
		command: 'migrate',
		operator: 'ann',
		host: 'web-1',
		pid: 1,
		since: '',
	};
	mounted.dashboard.showStatus(tutorialStatus({root, runs: [listed]}));
	await until('it has told its end', () => mounted.dashboard.session.runs.size === 0);
	await mounted.press('\u001B', 'q');
	assert.equal(mounted.left(), true);
	assert.equal(mounted.dashboard.session.changes.get('migration applied'), 3);
});
