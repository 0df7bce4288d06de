import assert from 'node:assert/strict';
import {appendFileSync, existsSync, mkdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {Event} from '../../../source/runs/events.ts';
import {openDashboard, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {until} from '../../support/wait.ts';

const since = '2026-03-02T10:00:00Z';
const run = {
	run: '20260302T100000Z-bob',
	kind: 'migrate',
	command: 'migrate',
	operator: 'bob',
	host: 'web-2',
	pid: 1,
	since,
};

test('Enter opens another operator’s run, and follows it', async t => {
	const root = standInProject(t);
	mkdirSync(path.join(root, '.quarterdeck/runs'), {recursive: true});
	const journal = path.join(root, `.quarterdeck/runs/${run.run}.ndjson`);
	const happens = (event: Event) =>
		appendFileSync(journal, `${JSON.stringify({...event, at: since})}\n`);
	happens({
		type: 'plan',
		steps: [{migration: 'auth.0001_initial', direction: 'forwards', warnings: []}],
		target: '',
	});
	const mounted = await mountDashboard(t, tutorialStatus({root, runs: [run]}), {root});
	await mounted.shows(/● migrate {2}running +by bob@web-2/);
	await mounted.press('4\r');
	await mounted.shows('Migrating: 0 of 1 done, by bob');
	happens({type: 'applying', migration: 'auth.0001_initial', index: 1, total: 1});
	happens({type: 'statement', index: 2, total: 3, sql: 'create index a'});
	await mounted.shows('statement 2 of 3');
	await mounted.shows('create index a');
	happens({type: 'applied', migration: 'auth.0001_initial', milliseconds: 120});
	happens({type: 'run-ended', exitCode: 0});
	await mounted.shows('Migrate: 1 of 1 done, by bob');
});

test('another operator’s run can be neither cancelled nor continued', async t => {
	const root = standInProject(t);
	mkdirSync(path.join(root, '.quarterdeck/runs'), {recursive: true});
	const mounted = await mountDashboard(t, tutorialStatus({root, runs: [run]}), {root});
	await mounted.press('4\r');
	await mounted.shows('Esc close, the run continues');
	assert.doesNotMatch(mounted.frame(), /\^C cancel/);
});

test('a plan names another operator who is migrating', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root, runs: [run]}), {root});
	await mounted.press('M');
	await mounted.shows('quarterdeck migrate is being run by bob@web-2: this run would wait for it.');
});

test('other operators are named in the header, and with details in a dialog', async t => {
	const operators = [
		{user: 'ann', host: 'web-1', tty: 'pts/1', pid: process.pid, since},
		{user: 'bob', host: 'web-2', tty: 'pts/3', pid: 1, since},
	];
	const mounted = await mountDashboard(t, tutorialStatus({operators, runs: [run]}));
	assert.match(mounted.frame(), /also here: bob@web-2 \(pts\/3 since 2026-03-02\)\s*$/m);
	await mounted.press(':who else\r');
	await mounted.shows(/bob@web-2 {2}pts\/3 {2}pid 1 {2}since 2026-03-02/);
	await mounted.shows(/ann@web-1 {2}pts\/1 .* you/);
	await mounted.shows(/quarterdeck migrate {2}by bob@web-2/);
});

test('a dashboard announces its operator and terminal', async t => {
	const root = standInProject(t);
	const terminal = openDashboard(t, root, {env: {SSH_TTY: ''}});
	const file = path.join(root, `.quarterdeck/operators/${terminal.pid}.json`);
	await until('it is announced', () => existsSync(file));
	const {tty = ''} = JSON.parse(readFileSync(file, 'utf8'));
	assert.match(tty, process.platform === 'linux' ? /^pts\/\d+$/ : /^$/);
});
