import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import type {Event} from '../../../source/runs/events.ts';
import type {HistoryEntry} from '../../../source/runs/journal.ts';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {playRun} from '../../support/played-run.ts';

const ended: Event = {type: 'run-ended', exitCode: 1};

interface Opened {
	command: string;
	/** Nothing: its journal is gone. */
	events?: Event[];
	end?: Partial<HistoryEntry>;
	columns?: number;
}

/** A run of the history, opened from the activity with Enter. */
async function open(t: TestContext, {command, events = [], end, columns}: Opened) {
	const root = standInProject(t);
	const {status, happens} = playRun(root, 'bob', command);
	for (const event of events) happens(event);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root, columns});
	const {run, operator, host, since: at} = status;
	const entry = {run, operator, host, at, command, exitCode: 0, milliseconds: 1200, summary: ''};
	mounted.dashboard.session.history.change({history: [{...entry, ...end}]});
	await mounted.press('4\r');
	return mounted;
}

test('a run that has ended says when it started, how long it took, by whom and its exit code', async t => {
	const {frame} = await open(t, {
		command: 'createsuperuser',
		events: [{type: 'error', code: 'x', message: 'There is no table for users yet.'}, ended],
		end: {exitCode: 1, summary: 'There is no table for users yet.'},
	});
	const facts = 'started 2026-03-02 10:00:00   took 1.2s   by bob@web-2   exit code 1';
	assert.ok(frame().includes(facts), frame());
	assert.match(frame(), /createsuperuser: FAILED, by bob[\s\S]*There is no table/);
});

test('a narrow window has the facts in several rows', async t => {
	const {frame} = await open(t, {command: 'check', events: [], columns: 60});
	assert.match(frame(), /started 2026-03-02 10:00:00 {3}took 1\.2s/);
	assert.match(frame(), /by bob@web-2 {3}┃\n┃ exit code 0 /);
});

test('what a command answered is there', async t => {
	const answer: Event = {type: 'result', value: {}, text: 'Everything is fine.\n'};
	const {frame} = await open(t, {command: 'check', events: [answer, {...ended, exitCode: 0}]});
	assert.match(frame(), /Everything is fine\./);
});

test('a run whose journal is gone shows its result, and says why there is no more', async t => {
	const gone = /What it reported is gone: only the last 200 runs are kept in full\./;
	const done = await open(t, {command: 'migrate', end: {summary: '3 applied'}});
	assert.match(done.frame(), /exit code 0[\s\S]*3 applied/);
	assert.match(done.frame(), gone);
	assert.doesNotMatch(done.frame(), /running/);

	const end = {exitCode: 1, summary: 'no such table: itme'};
	const failed = await open(t, {command: 'migrate', end});
	assert.match(failed.frame(), /FAILED[\s\S]*exit code 1[\s\S]*no such table: itme/);
	assert.match(failed.frame(), gone);
});

test('a journal without its end does not look as if the run went on', async t => {
	const begun: Event = {type: 'applying', migration: 'auth.0001_initial', index: 1, total: 1};
	const end = {exitCode: 1, summary: 'killed'};
	const {frame} = await open(t, {command: 'migrate', events: [begun], end});
	assert.match(frame(), /FAILED[\s\S]*killed/);
	assert.doesNotMatch(frame(), /the run continues/);
});

test('a run that ends while it is shown gets its duration and exit code', async t => {
	const root = standInProject(t);
	const {status, happens} = playRun(root, 'bob');
	happens({type: 'log', level: 'info', text: 'It works on it.'});
	const {press, frame, shows} = await mountDashboard(t, tutorialStatus({root, runs: [status]}), {
		root,
	});
	await press('4\r');
	await shows('It works on it.');
	assert.match(frame(), /started 2026-03-02 10:00:00 {3}by bob@web-2 /);
	happens({type: 'run-ended', exitCode: 0}, '2026-03-02T10:01:05Z');
	await shows('took 1m 05s   by bob@web-2   exit code 0');
});
