import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import type {Size} from '../../../source/dashboard/drawing/layout.ts';
import type {ServerStatus} from '../../../source/runs/project-status.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {drawServer} from '../../support/drawn-panes.tsx';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

const size = {columns: 60, rows: 14};
/** As a terminal shows them. */
const trimmed = (rows: string[]) => rows.map(row => row.trimEnd());

function draw(t: TestContext, server: ServerStatus, place: Size = size): string {
	const {session} = dashboardInMemory(t, tutorialStatus({server}));
	return trimmed(drawServer(session, place)).join('\n');
}

test('the server pane says where it runs, since when and by whom, also on one row', t => {
	const server = {
		state: 'running',
		url: 'http://127.0.0.1:8000',
		pid: 4711,
		operator: 'bob',
	} as const;
	const text = draw(t, server);
	assert.match(text, /● running {3}http:\/\/127\.0\.0\.1:8000/);
	assert.match(text, /pid 4711 {3}by bob/);
	assert.match(
		draw(t, server, {columns: 80, rows: 1}),
		/2 Server {2}● running {2}http:\/\/127\.0\.0\.1:8000 {2}pid 4711 .* s stop {2}r restart/,
	);
});

test('that a server goes on is said of one that does', t => {
	const text = (state: 'running' | 'crashed' | 'reloading') => draw(t, {state});
	assert.match(text('running'), /It keeps running when you leave with d/);
	assert.match(text('reloading'), /It keeps running/);
	assert.doesNotMatch(text('crashed'), /It keeps running/);
});

test('a log that cannot be written is said in the server pane', t => {
	const logFailure = 'log write failed: no space left on device';
	for (const place of [size, {columns: 80, rows: 1}]) {
		assert.match(draw(t, {state: 'running', logFailure}, place), /log write failed/);
	}
});
