import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {after, type TestContext} from 'node:test';
import {CommandError} from '../../source/errors/command-error.ts';
import {openProject} from '../../source/project/open/open.ts';
import type {ProjectStatus} from '../../source/runs/project-status.ts';
import {
	addMigrations,
	collectProblems,
	describeAbsence,
	describeProject,
} from '../../source/status/describe.ts';
import {tutorialProject} from '../support/application.ts';

const root = tutorialProject({after: after as TestContext['after']});
const project = openProject(root);

function emptyStatus(): ProjectStatus {
	return {problems: [], apps: [], database: {reachable: false}} as unknown as ProjectStatus;
}

test('the settings give the name, the environment, the database and the apps', async () => {
	const status = emptyStatus();
	describeProject(status, await project);
	assert.equal(status.project, 'tutorial');
	assert.equal(status.environment, 'development');
	assert.deepEqual([status.database.driver, status.database.reachable], ['sqlite', false]);
	assert.deepEqual(status.apps[2], {label: 'accounts', migrations: [], unmadeChanges: []});
});

test('files and database give the migrations; a file with a wrong name is a problem', async () => {
	const folder = path.join(root, 'accounts/migrations');
	mkdirSync(folder, {recursive: true});
	writeFileSync(path.join(folder, '0001_first draft.ts'), '');
	const status = emptyStatus();
	const unmade = new Map([['accounts', ['Create entity Profile']]]);
	await addMigrations(status, await project, {unmade, notCompared: new Map()});
	assert.equal(status.database.reachable, true);
	assert.equal(status.unapplied, 2);
	assert.deepEqual(status.apps[2]!.unmadeChanges, ['Create entity Profile']);
	const [problem] = status.problems;
	assert.deepEqual(
		[problem!.code, problem!.file],
		['misnamed-migration', path.join(folder, '0001_first draft.ts')],
	);
});

test('without a database, the files are listed and the next try is named', async () => {
	const status = emptyStatus();
	describeProject(status, await project);
	const nextTry = {at: '2026-11-24T07:12:05Z', after: 4};
	const problem = {code: 'database-unreachable', message: 'refused'};
	await describeAbsence(status, problem, await project, nextTry);
	assert.deepEqual([status.database.error, status.database.nextTry], ['refused', nextTry]);
	assert.deepEqual(
		status.apps.map(({files}) => files),
		[['0001_initial'], ['0001_initial'], []],
	);
});

test('an expected failure becomes a problem, and a bug stays one', async () => {
	const problems: ProjectStatus['problems'] = [];
	assert.equal(await collectProblems(problems, 'database', async () => 5), 5);
	const failure = () => Promise.reject(new CommandError('No.', {code: 'no', hint: 'Yes.'}));
	assert.equal(await collectProblems(problems, 'database', failure), undefined);
	assert.deepEqual(problems, [{code: 'no', message: 'No.', hint: 'Yes.', hinders: 'database'}]);
	await assert.rejects(
		collectProblems(problems, 'database', () => Promise.reject(new TypeError('a bug'))),
		{
			name: 'TypeError',
		},
	);
});
