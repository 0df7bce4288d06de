import assert from 'node:assert/strict';
import test from 'node:test';
import {LogPane} from '../../source/dashboard/log-pane.ts';
import {isShown, LogStore, levelOf, requestStatus} from '../../source/dashboard/log-store.ts';
import {drawLog} from '../../source/dashboard/panes/log.ts';
import {freshView} from '../../source/dashboard/state.ts';
import {Store} from '../../source/dashboard/store.ts';
import {chooseLook} from '../../source/dashboard/theme.ts';

const request = (status: number) =>
	`[23/Nov/2026 22:27:35] "GET /account/ HTTP/1.1" ${status} 0 12ms`;

function openLog(lines: string[]) {
	chooseLook({colour: false, unicode: true});
	const store = new LogStore(0);
	const view = new Store(freshView());
	store.push(lines);
	const draw = (rows = 5) =>
		drawLog(store, view.snapshot(), {columns: 40, rows}, true).map(row => row.trimEnd());
	return {store, view, draw, pane: new LogPane(store, view)};
}

test('a line has the level of its status or of its words', () => {
	assert.equal(requestStatus(request(302)), 302);
	assert.deepEqual(
		[200, 302, 404, 500].map(status => levelOf(request(status))),
		['info', 'info', 'warn', 'error'],
	);
	assert.equal(levelOf('TypeError: author is null'), 'error');
	assert.equal(levelOf('    at Comment.create (comment.ts:41:17)'), 'error');
	assert.equal(levelOf('WARNING: This is a development server.'), 'warn');
	assert.equal(levelOf('no terror here'), 'info');
});

test('a filter hides, an exclamation mark inverts it, capitals count when typed', () => {
	const view = {...freshView().log, filter: 'get'};
	assert.equal(isShown('GET /', view), true);
	assert.equal(isShown('GET /', {...view, filter: '!get'}), false);
	assert.equal(isShown('GET /', {...view, filter: 'Get'}), false);
});

test('the log follows its end; scrolling up pauses, and new lines move nothing', () => {
	const {store, view, draw, pane} = openLog(
		Array.from({length: 100}, (_, index) => `line ${index}`),
	);
	assert.deepEqual(draw(3), ['line 97', 'line 98', 'line 99']);
	pane.scroll(-10, 3);
	const paused = draw(3);
	assert.deepEqual(paused.slice(0, 2), ['line 87', 'line 88']);
	store.push(['TypeError: new']);
	assert.deepEqual(draw(3).slice(0, 2), paused.slice(0, 2));
	assert.equal(draw(3)[2], '11 lines below, 1 error(s)  G');
	pane.scroll(Number.POSITIVE_INFINITY, 3);
	assert.equal(view.snapshot().log.end, undefined);
	assert.equal(draw(3)[2], 'TypeError: new');
});

test('g goes to the first line and stays there', () => {
	const {draw, pane} = openLog(Array.from({length: 20}, (_, index) => `line ${index}`));
	pane.scroll(Number.NEGATIVE_INFINITY, 4);
	assert.equal(draw(4)[0], 'line 0');
	pane.scroll(-1, 4);
	assert.equal(draw(4)[0], 'line 0');
});

test('search goes from match to match', () => {
	const {view, pane} = openLog(['a', 'needle 1', 'b', 'needle 2', 'c']);
	view.change({log: {...view.snapshot().log, search: 'needle'}});
	assert.equal(pane.find(-1), true);
	assert.equal(view.snapshot().log.end, 4);
	assert.equal(pane.find(-1), true);
	assert.equal(view.snapshot().log.end, 2);
	assert.equal(pane.find(-1), false);
});

test('only colours of foreign text pass', () => {
	const {draw} = openLog(['\u001B]0;title\u0007\u001B[2Jhidden\u001B[31mred']);
	const [row = ''] = draw(1);
	assert.match(row, /^hidden\u001B\[31mred/);
	assert.doesNotMatch(row, /\u001B(?!\[[0-9;]*m)/);
});

test('a ring keeps the newest lines only', () => {
	const store = new LogStore(0, 3);
	store.push(['1', '2', '3', '4']);
	assert.equal(store.first, 1);
	assert.deepEqual(
		[1, 2, 3].map(index => store.line(index)),
		['2', '3', '4'],
	);
});
