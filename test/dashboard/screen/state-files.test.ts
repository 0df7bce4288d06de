import assert from 'node:assert/strict';
import {appendFileSync, cpSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {keptStatus, StateFiles} from '../../../source/dashboard/screen/state-files.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';
import {temporaryFolder} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

function makeStateFolder(t: test.TestContext): {root: string; folder: string} {
	const root = temporaryFolder(t);
	const folder = path.join(root, '.quarterdeck');
	mkdirSync(folder);
	return {root, folder};
}

test('the kept status is found from a folder below, without what may have ended', t => {
	const {root, folder} = makeStateFolder(t);
	const run = {run: 'a', kind: 'migrate', command: 'migrate', operator: 'bob', host: 'web-2'};
	const runs = [{...run, pid: 1, since: ''}];
	writeFileSync(path.join(folder, 'status.json'), JSON.stringify(tutorialStatus({runs})));
	const below = path.join(root, 'accounts', 'migrations');
	mkdirSync(below, {recursive: true});
	const {status, at} = keptStatus(below)!;
	assert.deepEqual([status.root, status.runs], [root, []]);
	assert.ok(at instanceof Date);
});

test('without a status that can be read nothing is kept', t => {
	const {root, folder} = makeStateFolder(t);
	for (const text of ['{half', 'null', '{}', '[]', '"text"', '', '{"apps": null}']) {
		writeFileSync(path.join(folder, 'status.json'), text);
		assert.equal(keptStatus(root), undefined, text);
	}
});

test('a copied project does not begin with the status of its original', t => {
	const {root, folder} = makeStateFolder(t);
	writeFileSync(path.join(folder, 'status.json'), JSON.stringify(tutorialStatus({root})));
	assert.equal(keptStatus(root)?.status.root, root);
	const copy = path.join(temporaryFolder(t), 'copy');
	cpSync(root, copy, {recursive: true});
	assert.equal(keptStatus(copy), undefined);
});

test('log and history are followed, without headers of the log', async t => {
	const {root, folder} = makeStateFolder(t);
	const log = path.join(folder, 'server.log');
	writeFileSync(log, '# quarterdeck log gen=1 runId=a\none\n');
	const {dashboard, session} = dashboardInMemory(t, tutorialStatus({root}), {root});
	const files = new StateFiles(dashboard);
	t.after(() => files.leave());
	files.open(root);
	const {store} = dashboard.logPane;
	await until('the log is read', () => store.total === 1);
	appendFileSync(log, 'two\n');
	await until('what was added is read', () => store.total === 2);
	assert.equal(store.line(1), 'two');
	const {requests} = dashboard.graphs;
	assert.equal(requests.areRecent(), false);
	const request = {level: 30, time: Date.now(), res: {statusCode: 200}, responseTime: 7};
	appendFileSync(log, `${JSON.stringify(request)}\n`);
	await until('requests are counted', () => requests.areRecent());
	const entry = {run: 'a', at: '', command: 'check', operator: 'ann', host: 'web-1'};
	const line = JSON.stringify({...entry, exitCode: 0, milliseconds: 1, summary: ''});
	appendFileSync(path.join(folder, 'history.ndjson'), `${line}\n`);
	await until('the history is read', () => session.activities.all.length === 1);
});
