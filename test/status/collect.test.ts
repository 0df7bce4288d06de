import assert from 'node:assert/strict';
import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {ProjectStatus} from '../../source/runs/project-status.ts';
import {cacheStatus, openStatus} from '../../source/status/collect.ts';
import {tutorialProject} from '../support/application.ts';
import {temporaryFolder} from '../support/project.ts';

test('a status is incomplete until the entities are compared with the migrations', async t => {
	const root = tutorialProject(t);
	const reader = await openStatus(root);
	const first = await reader.read();
	assert.equal(first.incomplete, true);
	assert.deepEqual(
		first.apps.map(({label, unmadeChanges}) => [label, unmadeChanges]),
		[
			['auth', []],
			['sessions', []],
			['accounts', []],
		],
	);
	assert.equal(first.unapplied, 2);
	const whole = await reader.readWhole();
	assert.equal(whole.incomplete, undefined);
	assert.deepEqual(whole.problems, []);
	assert.deepEqual(whole.apps[0]!.migrations, [
		{
			name: '0001_initial',
			applied: null,
			path: whole.apps[0]!.migrations[0]!.path,
			warnings: [],
		},
	]);
});

test('settings that cannot be read are a problem; the last known name and environment are shown', async t => {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, 'settings.ts'), "import 'quarterdeck';");
	cacheStatus({root, project: 'bookshop', environment: 'production'} as ProjectStatus);
	const broken = await (await openStatus(root)).readWhole();
	assert.deepEqual([broken.project, broken.environment], ['bookshop', 'production']);
	assert.equal(broken.problems.length, 1);
	assert.equal(broken.database.reachable, false);
	rmSync(path.join(root, '.quarterdeck'), {recursive: true});
	const unknown = await (await openStatus(root)).read();
	assert.equal(unknown.project, path.basename(root));
});

test('without a project there is no status', async t => {
	await assert.rejects(openStatus(temporaryFolder(t)), {code: 'no-project'});
});
