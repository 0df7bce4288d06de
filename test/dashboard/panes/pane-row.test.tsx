import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

const lines = ['one error', 'two', 'three Error', 'four', `five error ${'-'.repeat(190)}`];

async function open(t: TestContext, columns: number, rows: number) {
	const mounted = await mountDashboard(t, tutorialStatus(), {columns, rows});
	mounted.dashboard.logPane.store.push(lines);
	const row = (number: number) => mounted.frame().split('\n')[number]!.trimEnd();
	return {...mounted, row};
}

test('a row of the header names the zoomed pane and the modes of the log', async t => {
	const {press, row, dashboard, shows} = await open(t, 130, 30);
	await shows('three Error');
	await press('z');
	assert.equal(row(2), ' 1 Migrations');
	await press('3');
	assert.equal(row(2), ' 3 Server log  following  5 lines');
	assert.match(row(1), /3 unapplied migration/, 'what is to be done is still there');
	assert.equal(row(3), 'one error', 'without a border');
	await press('/error\r', 'N', 'w', 't');
	assert.equal(row(2), ' 3 Server log  PAUSED  /error match 2/3  wrap  clock  5 lines');
	await press('w', 't', 't', '\u001B[C', 'v', 'v', '&e\r');
	assert.match(row(2), /PAUSED {2}\/error match \d\/3 {2}&e {2}≥warn {2}col \d+ {2}.*5 lines$/);
	dashboard.logPane.store.push(['[02/Mar/2026 10:00:00] "GET / HTTP/1.1" 200 1 12ms']);
	await shows('6 lines  last at 2026-03-02 p50 12ms');
	await press('1');
	dashboard.logPane.store.push(['ReferenceError: y is not defined']);
	await shows(/^ 1 Migrations +3 Server log! *$/m);
});

test('tabs shorten for the modes of the log, and mark unseen errors', async t => {
	const {press, row, dashboard, shows, frame} = await open(t, 40, 12);
	await press('3');
	assert.equal(row(1), ' 1 Migr  2 Serv [3 Log] 4 Act  following');
	await press('/error');
	assert.match(row(11), /^ \/error [ _]+3 matches$/);
	await press('\r', 'N', 'w');
	assert.equal(row(1), ' 1 2 [3 Log] 4 PAUSED  match 2/3  wrap');
	await press('1');
	assert.doesNotMatch(frame(), /Log!/, 'they were seen');
	dashboard.logPane.store.push(['all is well']);
	dashboard.logPane.store.push(['TypeError: x is not defined']);
	await shows(' 2 Serv  3 Log! 4 Act');
	await press('3');
	await press('1');
	assert.match(row(1), /3 Log {2}4 Act/);
});

test('at 30x8 the most important parts remain', async t => {
	const {press, row} = await open(t, 30, 8);
	await press('3/error\r');
	assert.equal(row(1), ' 1 2 [3 Log] 4 PAUSED  3/3');
});

test('without colours the cursor is in the column of the border', async t => {
	const {press, frame} = await open(t, 60, 18);
	await press('3');
	const before = frame();
	await press('k');
	const shown = (text: string) => text.split('\n').filter(line => /three|four/.test(line));
	assert.deepEqual(
		shown(frame()).map(line => line.replace('›', ' ')),
		shown(before),
	);
	assert.match(frame(), /^›\w/m);
});

test('a page is no longer than the visible lines', async t => {
	const {press, row, dashboard, shows} = await open(t, 40, 12);
	dashboard.logPane.store.push(Array.from({length: 60}, (_, number) => `line ${number}`));
	await press('3');
	await press('\u001B[5~', '\u001B[5~');
	dashboard.logPane.store.push(['new']);
	await shows('1 new line');
	const first = () => Number(row(2).trim().split(' ')[1]);
	const before = first();
	await press('\u001B[6~');
	assert.equal(first(), before + 8, 'nine rows, one of them for the news');
});
