import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {fileToEdit, fileToRead} from '../../../source/dashboard/actions/files.ts';
import type {ProjectStatus} from '../../../source/runs/project-status.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';
import {temporaryFolder} from '../../support/project.ts';

function open(t: test.TestContext, part: Partial<ProjectStatus> = {}) {
	const root = temporaryFolder(t);
	return {root, ...dashboardInMemory(t, tutorialStatus({root, ...part}), {root})};
}

test('in the log it is the source of the current line, if that exists', t => {
	const {dashboard, root, press} = open(t);
	press('3');
	dashboard.logPane.store.push([`    at create (${root}/views.ts:41:17)`]);
	dashboard.session.drawn.log.last = 0;
	assert.equal(fileToEdit(dashboard), undefined);
	writeFileSync(path.join(root, 'views.ts'), '');
	assert.deepEqual(fileToEdit(dashboard), {file: path.join(root, 'views.ts'), line: 41});
});

test('a problem has its file and line', t => {
	const problems = [{code: 'settings-invalid', message: '', file: 'settings.ts', line: 3}];
	const {dashboard, root} = open(t, {problems});
	assert.deepEqual(fileToEdit(dashboard), {file: path.join(root, 'settings.ts'), line: 3});
});

test('a project without apps opens its settings', t => {
	const {dashboard, root} = open(t, {apps: []});
	assert.equal(fileToEdit(dashboard), undefined);
	writeFileSync(path.join(root, 'settings.ts'), '');
	assert.deepEqual(fileToEdit(dashboard), {file: path.join(root, 'settings.ts')});
});

test('the pager gets the log, or the journal of the selected run', t => {
	const {dashboard, root, press, session} = open(t);
	press('3');
	assert.equal(fileToRead(dashboard), undefined);
	const state = path.join(root, '.quarterdeck');
	mkdirSync(path.join(state, 'runs'), {recursive: true});
	writeFileSync(path.join(state, 'server.log'), '');
	assert.equal(fileToRead(dashboard), path.join(state, 'server.log'));
	press('4');
	const run = {run: 'a', command: 'check', operator: 'ann', host: 'web-1', at: ''};
	session.history.change({history: [{...run, exitCode: 0, milliseconds: 1, summary: ''}]});
	writeFileSync(path.join(state, 'runs/a.ndjson'), '');
	assert.equal(fileToRead(dashboard), path.join(state, 'runs/a.ndjson'));
});
