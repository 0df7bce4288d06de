import assert from 'node:assert/strict';
import test from 'node:test';
import {MakeMigrationsDialog} from '../../../source/dashboard/make/dialog.ts';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';
import {until} from '../../support/wait.ts';

function openMake(t: test.TestContext, part = {}) {
	const root = standInProject(t);
	const status = tutorialStatus({root, ...part});
	playStatus(root, status);
	const opened = dashboardInMemory(t, status, {root});
	new MakeMigrationsDialog(opened.session).open();
	const shows = (wanted: RegExp) => until(`it shows ${wanted}`, () => wanted.test(opened.text()));
	return {...opened, shows};
}

test('nothing is written before y', async t => {
	const {press, session, shows, text} = openMake(t);
	assert.match(text(), /Comparing entities and migrations …/);
	await shows(/accounts\/migrations\/0001_initial\.ts\n {4}\+ Create entity Profile\n\ny write it/);
	assert.equal(session.changes.size, 0);
	press('y');
	await shows(/✓ accounts\/migrations\/0001_initial\.ts[\s\S]*M migrate/);
	assert.equal(session.changes.get('migration written'), 1);
});

test('n closes the preview', async t => {
	const {press, shows, top} = openMake(t);
	await shows(/y write it/);
	press('n');
	assert.equal(top(), undefined);
});

test('without changes there is nothing to write', async t => {
	await openMake(t, {apps: []}).shows(/No changes detected\n\nEsc close/);
});
