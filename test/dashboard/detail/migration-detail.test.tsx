import assert from 'node:assert/strict';
import test from 'node:test';
import {widthOf} from '../../../source/dashboard/drawing/cells.ts';
import {withFile} from '../../support/migration-on-screen.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

const create =
	'create table `post` (`id` integer not null primary key autoincrement, `title` text not null);';
const applied = '2026-03-02T10:00:00.000Z';
const run = {
	...{run: 'one', operator: 'bob', host: 'web-2', exitCode: 0, summary: '1 applied'},
	milliseconds: 1500,
};
const drop = {code: 'DL002', message: 'Drops title of post. 7 row(s) would lose it.'};
const lock = {code: 'DL007', message: 'Locks post.', safer: 'Split it.'};

test('the selected migration is shown with its file and its SQL in both directions', async t => {
	const {root, status} = withFile(t, {}, {sql: [create]});
	const {press, shows, hides, frame} = await mountDashboard(t, status, {root});
	await press('j');
	assert.match(frame(), /┌─ auth\.0001_initial ─+┐\n.*│ ○ unapplied /);
	await shows(/│ file {8}0001_initial\.ts +│/);
	await shows(/│ SQL up +│\n.*│ create table `post` \( +│\n.*│ {3}`id` integer/);
	await shows(/│ SQL down +│\n.*│ drop table `profile`; +│/);
	await press('k');
	await hides('create table');
	await press('j');
	assert.match(frame(), /create table `post` \(/, 'it is read once');
});

test('what loses rows comes first, with how many', async t => {
	const warnings = [lock, {...drop, losesData: true as const}];
	const {root, status} = withFile(t, {warnings, losesData: true});
	const {press, frame} = await mountDashboard(t, status, {root});
	await press('j');
	assert.match(
		frame(),
		/○ unapplied .*\n.*!! Drops title of post\. 7 row\(s\) would lose it\. \(DL002\) .*\n.*! Locks post\. Split it\. \(DL007\)/,
	);
});

test('an applied one says when, by whom, and what is wrong with its file', async t => {
	const {root, status} = withFile(t, {applied, edited: true});
	const {dashboard, press, shows, frame, hides} = await mountDashboard(t, status, {root});
	await press('j');
	assert.match(frame(), /✓ applied 2026-03-02 \d\d:00:00 +│\n.*Its file was edited since\./);
	const before = {...run, command: 'migrate', at: '2026-03-02T09:59:00.000Z'};
	const other = {...run, command: 'makemigrations', at: '2026-03-02T09:59:59.900Z'};
	const own = {...run, command: 'migrate auth', at: '2026-03-02T10:00:00.400Z'};
	dashboard.session.history.change({history: [before, other]});
	assert.doesNotMatch(frame(), /bob@web-2 +│\n/);
	dashboard.session.history.change({history: [before, own, other]});
	await shows(/✓ applied 2026-03-02 \d\d:00:00 by bob@web-2 +│/);
	status.apps[0]!.migrations[0] = {
		...status.apps[0]!.migrations[0]!,
		...{path: undefined, missingFile: true, edited: false},
	};
	dashboard.showStatus({...status});
	await shows('Its file is missing.');
	await hides('SQL up');
});

test('what does not fit is counted, and the key is named that shows it', async t => {
	const columns = Array.from({length: 60}, (_, index) => `\`column_${index}\` text not null`);
	const {root, status} = withFile(t, {}, {sql: [`create table \`post\` (${columns.join(', ')});`]});
	const mounted = await mountDashboard(t, status, {root});
	await mounted.press('j');
	await mounted.shows(/│ … 4\d more rows {3}Enter shows all +│\n.*└─/);
	for (const [columns, rows] of [
		[100, 28],
		[400, 60],
		[250, 30],
		[80, 24],
	] as const) {
		await mounted.resize(columns, rows);
		const drawn = mounted.frame().split('\n');
		assert.ok(
			drawn.every(row => widthOf(row) <= columns),
			`${columns}x${rows}`,
		);
	}
	await mounted.resize(120, 40);
	await mounted.press('\r');
	await mounted.shows('rows 1-');
	await mounted.press('G');
	await mounted.shows('`column_59` text not null');
});

test('code is shown as its source, and failures as one sentence', async t => {
	const {root, status} = withFile(t, {}, {source: 'await this.execute(sql)'});
	const {press, shows} = await mountDashboard(t, status, {root});
	await press('j');
	await shows(/Source +│\n.*│ It runs code\. .*\n.*await this\.execute\(sql\)/);
	const broken = withFile(t, {}, {sqlFails: 'settings.ts:3: databse is no setting.'});
	const other = await mountDashboard(t, broken.status, {root: broken.root});
	await other.press('j');
	await other.shows(/0001_initial\.ts +│\n.*│ +│\n.*│ settings\.ts:3: databse is no setting\. /);
});
