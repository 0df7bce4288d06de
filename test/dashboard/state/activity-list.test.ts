import assert from 'node:assert/strict';
import test from 'node:test';
import {ActivityList} from '../../../source/dashboard/state/activity-list.ts';
import {
	freshView,
	type HistoryState,
	type StatusState,
} from '../../../source/dashboard/state/state.ts';
import {Store} from '../../../source/dashboard/state/store.ts';
import {tutorialStatus} from '../../support/dashboard.ts';

const at = '2026-03-02T10:00:00Z';
const who = {operator: 'ann', host: 'web-1'};
const done = (run: string) => ({
	...{run, at, ...who, command: `check ${run}`},
	...{exitCode: 0, milliseconds: 5, summary: 'fine'},
});
const running = (run: string) => ({
	...{run, since: at, ...who, command: 'migrate', kind: 'migrate', pid: 1},
});

function listOf(history: string[], runs: string[]) {
	const status = tutorialStatus({runs: runs.map(running)});
	const session = {
		status: new Store<StatusState>({status}),
		history: new Store<HistoryState>({history: history.map(done)}),
		view: new Store(freshView()),
	};
	const list = new ActivityList(session);
	return {...session, list, runs: () => list.all.map(({run}) => run)};
}

test('the newest is first, and above them what is running', () => {
	const {list, runs} = listOf(['a', 'b'], ['c', 'd']);
	assert.deepEqual(runs(), ['d', 'c', 'b', 'a']);
	assert.equal(list.all[0]!.end, undefined);
	assert.equal(list.all[3]!.end!.summary, 'fine');
});

test('a run that has ended is not running, whatever the status says', () => {
	const {list, runs} = listOf(['a'], ['a', 'b']);
	assert.deepEqual(runs(), ['b', 'a']);
	list.end('b');
	assert.deepEqual(runs(), ['a']);
});

test('the selection stays with its run when a new one comes', () => {
	const {list, history} = listOf(['a', 'b', 'c'], []);
	list.select(1);
	assert.equal(list.selected()!.run, 'b');
	history.change({history: ['a', 'b', 'c', 'd'].map(done)});
	assert.equal(list.selected()!.run, 'b');
	list.select(Number.NEGATIVE_INFINITY);
	assert.equal(list.selected()!.run, 'd');
});

test('at the top, the selection moves on to the newest run', () => {
	const {list, history} = listOf(['a'], []);
	list.select(0);
	history.change({history: ['a', 'b'].map(done)});
	assert.equal(list.selected()!.run, 'b');
});
