import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import type {Event} from '../../source/runs/events.ts';
import {followRun} from '../../source/runs/start-run.ts';
import {standInProject} from '../support/dashboard.ts';
import {packageRoot} from '../support/project.ts';

process.env.QUARTERDECK_CLI = path.join(packageRoot, 'fixtures/stand-in-for-quarterdeck/cli.mjs');

test('a run is followed through its journal, to its end', async t => {
	const root = standInProject(t);
	const events: Event[] = [];
	const run = followRun(root, ['migrate'], event => events.push(event));
	const {exitCode, complaint} = await run.ended;
	assert.equal(exitCode, 0);
	assert.equal(complaint, '');
	assert.deepEqual(
		events
			.filter(({type}) => type === 'applied')
			.map(event => 'migration' in event && event.migration),
		['auth.0001_initial', 'auth.0002_permissions', 'sessions.0001_initial'],
	);
	assert.equal(events.at(-1)?.type, 'run-ended');
});

test('what a run says on stderr is its complaint', async t => {
	const root = standInProject(t, {status: null});
	const {exitCode, complaint} = await followRun(root, ['migrate'], () => {}).ended;
	assert.equal(exitCode, 1);
	assert.match(complaint, /TypeError/);
});
