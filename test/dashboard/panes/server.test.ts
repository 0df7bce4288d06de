import assert from 'node:assert/strict';
import test from 'node:test';
import {drawServer} from '../../../source/dashboard/panes/server.ts';
import {freshView} from '../../../source/dashboard/state/state.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

const size = {columns: 60, rows: 14};
/** As a terminal shows them. */
const trimmed = (rows: string[]) => rows.map(row => row.trimEnd());
plainLookForAll();

test('the server pane says where it runs, since when and by whom, also on one row', () => {
	const server = {
		state: 'running',
		url: 'http://127.0.0.1:8000',
		pid: 4711,
		operator: 'bob',
	} as const;
	const state = {status: tutorialStatus({server})};
	const text = trimmed(drawServer(state, freshView(), size)).join('\n');
	assert.match(text, /● running {3}http:\/\/127\.0\.0\.1:8000/);
	assert.match(text, /pid 4711 {3}by bob/);
	const [row = ''] = trimmed(drawServer(state, freshView(), {columns: 80, rows: 1}));
	assert.match(
		row,
		/2 Server {2}● running {2}http:\/\/127\.0\.0\.1:8000 {2}pid 4711 .* s stop {2}r restart/,
	);
});

test('that a server goes on is said of one that does', () => {
	const text = (state: 'running' | 'crashed' | 'reloading') =>
		drawServer({status: tutorialStatus({server: {state}})}, freshView(), size).join('\n');
	assert.match(text('running'), /It keeps running when you leave with d/);
	assert.match(text('reloading'), /It keeps running/);
	assert.doesNotMatch(text('crashed'), /It keeps running/);
});

test('a log that cannot be written is said in the server pane', () => {
	const logFailure = 'log write failed: no space left on device';
	const state = {status: tutorialStatus({server: {state: 'running', logFailure}})};
	for (const place of [size, {columns: 80, rows: 1}]) {
		assert.match(trimmed(drawServer(state, freshView(), place)).join('\n'), /log write failed/);
	}
});
