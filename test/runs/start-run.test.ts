import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {Event} from '../../source/runs/events.ts';
import {readHistory} from '../../source/runs/history.ts';
import {followRun} from '../../source/runs/start-run.ts';
import {standInProject} from '../support/dashboard.ts';
import {setVariable} from '../support/environment.ts';
import {temporaryFolder} from '../support/project.ts';

test('a run is followed through its journal, to its end', async t => {
	const root = standInProject(t);
	const events: Event[] = [];
	const run = followRun(root, ['migrate'], event => events.push(event));
	const {exitCode, stderr} = await run.ended;
	assert.equal(exitCode, 0);
	assert.equal(stderr, '');
	assert.deepEqual(
		events
			.filter(({type}) => type === 'applied')
			.map(event => 'migration' in event && event.migration),
		['auth.0001_initial', 'auth.0002_permissions', 'sessions.0001_initial'],
	);
	assert.equal(events.at(-1)?.type, 'run-ended');
});

test('keeps the stderr of a run', async t => {
	const root = standInProject(t, {status: null});
	const {exitCode, stderr} = await followRun(root, ['migrate'], () => {}).ended;
	assert.equal(exitCode, 1);
	assert.match(stderr, /TypeError/);
});

test('ends the journal and the history of a killed run', async t => {
	const root = standInProject(t);
	const cli = path.join(root, 'killed.mjs');
	writeFileSync(
		cli,
		`import {appendFileSync} from 'node:fs';
		const file = process.argv[3] + '/.quarterdeck/runs/' + process.env.QUARTERDECK_RUN_ID + '.ndjson';
		const event = {type: 'run-started', at: new Date().toISOString(), command: 'migrate', operator: 'ann', host: 'web-1'};
		appendFileSync(file, JSON.stringify(event) + '\\n{"type":"appl');
		process.kill(process.pid, 'SIGKILL');
		setInterval(() => {}, 1000);`,
	);
	setVariable(t, 'QUARTERDECK_CLI', cli);
	const events: Event[] = [];
	const run = followRun(root, ['migrate'], event => events.push(event));
	assert.equal((await run.ended).exitCode, 1);
	assert.deepEqual(
		events.map(({type}) => type),
		['run-started', 'error', 'run-ended'],
	);
	const [entry] = readHistory(root);
	assert.equal(entry?.summary, 'killed (SIGKILL)');
	assert.deepEqual([entry?.run, entry?.command, entry?.operator], [run.run, 'migrate', 'ann']);
});

test('a run that cannot be journalled has ended with a sentence', async t => {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, '.quarterdeck'), '');
	const run = followRun(root, ['migrate'], () => {});
	run.interrupt();
	const {exitCode, stderr} = await run.ended;
	assert.equal(exitCode, 1);
	assert.match(
		stderr,
		/^\S+\.quarterdeck cannot be written: something else has this name \(EEXIST\)\.\n/,
	);
});
