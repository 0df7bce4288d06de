import assert from 'node:assert/strict';
import test from 'node:test';
import {Journal} from '../../../source/runs/journal.ts';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {playRun} from '../../support/played-run.ts';

const history = (run: string, command: string, exitCode: number, summary: string) => ({
	...{at: '2026-03-02T10:00:00Z', run, command, exitCode, summary},
	...{operator: 'bob', host: 'web-2', milliseconds: 1500},
});

test('a run is shown with who ran it, how it ended and its steps', async t => {
	const root = standInProject(t);
	const {status, happens} = playRun(root, 'bob');
	const steps = ['auth.0001_initial', 'auth.0002_permissions'].map(migration => ({
		...{migration, direction: 'forwards' as const, warnings: []},
	}));
	happens({type: 'plan', steps, target: 'all'});
	happens({type: 'applied', migration: 'auth.0001_initial', milliseconds: 40});
	happens({
		...{type: 'failed', migration: 'auth.0002_permissions', statement: 1, sql: 'select 1'},
		...{message: 'no such table', rolledBack: true, alreadyExecuted: []},
	} as never);
	const {dashboard, press, frame, shows} = await mountDashboard(t, tutorialStatus({root}), {root});
	dashboard.session.history.change({history: [history(status.run, 'migrate', 1, '1 failed')]});
	await press('4');
	assert.match(frame(), /┌─ migrate ─+┐\n.*│ 2026-03-02 \d\d:00:00 by bob@web-2 +│/);
	assert.match(frame(), /✗ exited with code 1 after 1\.5s: 1 failed/);
	await shows(/✓ auth\.0001_initial +OK {2}40ms/);
	assert.match(frame(), /✗ auth\.0002_permissions +FAILED/);
});

test('a run that goes on says how long it will take, as an earlier one tells', async t => {
	const root = standInProject(t);
	const earlier = new Journal(root, 'migrate');
	earlier.write({type: 'applied', migration: 'auth.0001_initial', milliseconds: 50_000});
	earlier.end(0);
	const {status, happens} = playRun(root, 'bob');
	const {press, shows} = await mountDashboard(t, tutorialStatus({root, runs: [status]}), {root});
	await press('4');
	await shows('● running');
	const step = {migration: 'auth.0001_initial', direction: 'forwards' as const, warnings: []};
	happens({type: 'plan', steps: [step], target: ''});
	await shows(/0% {3}about 50 s left/);
});

test('a run that goes on is followed until another one is selected', async t => {
	const root = standInProject(t);
	const {status, happens} = playRun(root, 'bob');
	const {press, dashboard, shows, hides} = await mountDashboard(
		t,
		tutorialStatus({root, runs: [status]}),
		{root},
	);
	dashboard.session.history.change({history: [history('other', 'check', 0, 'No problems.')]});
	await press('4');
	await shows(/┌─ migrate ─+┐\n.*by bob@web-2.*\n.*│ ● running/);
	happens({type: 'applying', migration: 'auth.0001_initial', index: 1, total: 1});
	await shows(/● auth\.0001_initial +running since/);
	await press('j');
	await shows(/┌─ check ─+┐/);
	await hides('running since');
	await shows('✓ done in 1.5s: No problems.');
});

test('of a long output the end is shown', async t => {
	const root = standInProject(t);
	const {status, happens} = playRun(root, 'bob', 'check');
	for (let line = 1; line <= 80; line++) {
		happens({type: 'log', level: 'info', text: `line ${line}.`});
	}
	const {dashboard, press, shows} = await mountDashboard(t, tutorialStatus({root}), {root});
	dashboard.session.history.change({history: [history(status.run, 'check', 0, '')]});
	await press('4');
	await shows(/│ … \d\d rows before these +│[\s\S]*│ line 79\. +│\n.*│ line 80\. +│\n.*└─/);
});
