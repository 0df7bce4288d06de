import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

const entries = [
	{command: 'migrate accounts', exitCode: 0, summary: '2 applied'},
	{command: 'createsuperuser', exitCode: 1, summary: 'There is no table for users yet.'},
	{command: 'check --deploy', exitCode: 1, summary: '3 warnings'},
	{command: 'migrate', exitCode: 0, summary: 'No migrations to apply.'},
];
const history = entries.map((entry, index) => ({
	...{...entry, run: `run-${index}`, operator: 'ann', host: 'web-1', milliseconds: 5},
	at: `2026-03-0${index + 1}T10:00:00Z`,
}));

async function open(
	t: TestContext,
	size: {columns?: number; rows?: number; colour?: boolean} = {},
) {
	const look = {colour: size.colour ?? false, unicode: true};
	const mounted = await mountDashboard(t, tutorialStatus(), {...size, look});
	mounted.dashboard.session.history.change({history, total: 1500});
	await mounted.press('4');
	const selected = () => mounted.dashboard.session.activities.selected()?.run;
	return {...mounted, selected};
}

test('/ finds command lines and summaries, n and N go on', async t => {
	const {press, frame, selected, shows} = await open(t);
	assert.match(frame(), /2026-03-04 10:00 ✓ migrate {2}No migrations/);
	assert.match(frame(), /4 of 1,500 runs/);
	await press('/user');
	assert.equal(selected(), 'run-1');
	assert.match(frame(), /match 1\/1 {2}Enter, then n N; Esc clears/);
	await press('\u001B', '/migr', '\r');
	await shows('/migr match 2/2');
	assert.equal(selected(), 'run-0');
	assert.match(frame(), /›2026-03-01 10:00 ✓ »migr«ate accounts {2}2 applied/);
	await press('N');
	assert.equal(selected(), 'run-3');
	assert.match(frame(), /No »migr«ations/);
	await press('N');
	await shows('No more matches.');
	await press('\u001B', '\u001B');
	assert.doesNotMatch(frame(), /»migr«/);
});

test('the current match has a colour of its own in the bar of the selection', async t => {
	const {press, raw} = await open(t, {colour: true});
	await press('/migr\r');
	assert.match(raw(), /\u001B\[30m\u001B\[43mmigr\u001B\[49m\u001B\[39m/);
	assert.match(raw(), /\u001B\[7mmigr\u001B\[27m/);
});

test('v shows only failed runs, Esc all of them', async t => {
	const {press, frame, selected} = await open(t);
	await press('v');
	assert.match(frame(), /4 Activity ━.* failed only ━/);
	assert.match(frame(), /2 of the last 4 runs/);
	assert.doesNotMatch(frame(), /2 applied/);
	assert.match(frame(), /v all runs/);
	assert.equal(selected(), 'run-2');
	await press('j');
	assert.equal(selected(), 'run-1');
	await press('j');
	assert.equal(selected(), 'run-1');
	await press('\u001B');
	assert.match(frame(), /2 applied/);
	assert.equal(selected(), 'run-1');
});

test('without a failed run it says so, and nothing opens', async t => {
	const {press, frame, shows, dashboard} = await open(t);
	dashboard.session.history.change({history: history.slice(0, 1)});
	await press('v');
	assert.match(frame(), /No run has failed\. v shows all\./);
	await press('\r');
	await shows('There is nothing to open.');
	await press('/');
	await shows('There are no runs to search.');
});

test('where the pane has no border, the header says how it is seen', async t => {
	const {press, frame} = await open(t, {columns: 40, rows: 12});
	await press('v');
	assert.match(frame(), /^ 1 2 3 \[4 Act\] failed only *$/m);
	const wide = await open(t);
	await wide.press('z', 'v', '/user\r');
	assert.match(wide.frame(), /^ 4 Activity {2}failed only {2}\/user match 1\/1 *$/m);
});
