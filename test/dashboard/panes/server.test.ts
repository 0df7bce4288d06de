import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import type {Size} from '../../../source/dashboard/drawing/layout.ts';
import {ServerGraphs} from '../../../source/dashboard/graphs/server-graphs.ts';
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

const now = new Date();
const running = {
	state: 'running',
	url: 'http://127.0.0.1:8000',
	pid: 4711,
	since: now.toISOString(),
	operator: 'bob',
} as const;

function busy(t: TestContext, server: ServerStatus, count = 20) {
	const {session} = dashboardInMemory(t, tutorialStatus({server}));
	const graphs = new ServerGraphs(session.status, 0);
	const request = {level: 30, time: now.getTime(), res: {statusCode: 200}, responseTime: 7};
	graphs.requests.take(Array.from({length: count}, () => JSON.stringify(request)));
	const drawAt = (columns: number, rows: number) =>
		trimmed(drawServer(session, {columns, rows}, graphs));
	return {session, graphs, drawAt};
}

test('with requests, the rows are the state with its facts, the graph and what comes next', t => {
	const {drawAt} = busy(t, running);
	const [, state, requests, hint] = drawAt(120, 5);
	assert.match(state!, /● running {3}http:\/\/127\.0\.0\.1:8000 {3}pid 4711 {3}since .* by bob/);
	assert.match(requests!, /req\/s +[⠀-⣿]+ +p50 7ms +p95 7ms/);
	assert.match(hint!, /It keeps running/);
	assert.match(drawAt(120, 8).join('\n'), /pid 4711[^\n]*\n│ {20,}[⠀-⣿]/, 'higher with more room');
});

test('on one row there is the rate where it fits', t => {
	const {drawAt} = busy(t, running);
	assert.match(drawAt(120, 1)[0]!, /:8000 {2}\S+ req\/s +[⠀-⣿]+ +pid 4711 {2}since/);
	assert.match(drawAt(76, 1)[0]!, /:8000 {2}\S+ req\/s +s stop/);
	assert.doesNotMatch(drawAt(60, 1)[0]!, /req/);
});

test('a reload is a line in the graph, and one of another server is none', t => {
	const {session, drawAt} = busy(t, running);
	session.showStatus(tutorialStatus({server: {...running, restarts: 1}}));
	assert.doesNotMatch(drawAt(120, 5)[2]!, /┆/, 'what was before is not known');
	session.showStatus(tutorialStatus({server: {...running, restarts: 2}}));
	assert.match(drawAt(120, 5)[2]!, /┆/);
});

test('without requests, or where something is wrong, there are no graphs', t => {
	const reason = 'views.ts:7: x is not defined';
	assert.doesNotMatch(busy(t, running, 0).drawAt(120, 8).join('\n'), /req/);
	const crashed = busy(t, {...running, state: 'crashed', reason})
		.drawAt(120, 8)
		.join('\n');
	assert.doesNotMatch(crashed, /req/);
	assert.match(crashed, /x is not defined/);
});
