import assert from 'node:assert/strict';
import test from 'node:test';
import {runLine} from '../../../source/dashboard/actions/run-line.ts';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

function open(t: test.TestContext, {readOnly = false, environment = 'development'} = {}) {
	const root = standInProject(t);
	const status = tutorialStatus({root, environment});
	playStatus(root, status);
	const opened = dashboardInMemory(t, status, {root, readOnly});
	const run = (line: string) => {
		runLine(opened.dashboard, line.split(' '));
		return opened.top()?.constructor.name;
	};
	return {...opened, run};
}

test('each kind of command line has its dialog', t => {
	const {run} = open(t);
	assert.equal(run('check --deploy'), 'OutputDialog');
	assert.equal(run('migrate auth zero'), 'MigrateDialog');
	assert.equal(run('migrate --rehearse --sample 10'), 'RunDialog');
	assert.equal(run('migrate --plan'), 'OutputDialog');
	assert.equal(run('makemigrations'), 'MakeMigrationsDialog');
	assert.equal(run('createsuperuser'), 'SuperuserDialog');
	assert.equal(run('migrate --restore'), 'OutputDialog');
});

test('a read-only session runs only what reads', t => {
	const {run, toast} = open(t, {readOnly: true});
	assert.equal(run('migrate'), undefined);
	assert.equal(toast(), 'This dashboard is read-only: migrate is disabled.');
	assert.equal(run('status'), 'OutputDialog');
});

test('in production only what touches the database is asked about', t => {
	const {run} = open(t, {environment: 'production'});
	assert.equal(run('startapp blog'), 'OutputDialog');
	assert.equal(run('accounts:import'), 'ProductionDialog');
});

test('the typed name allows a migrate in production', t => {
	const {run, press, text, type} = open(t, {environment: 'production'});
	run('migrate --prune');
	type('db.sqlite3');
	press('Enter');
	assert.match(text(), /^quarterdeck migrate --prune --allow-production/);
});
