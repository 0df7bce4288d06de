import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {save} from '../../../source/dashboard/copy/save.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';
import {temporaryFolder} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

function openLog(t: test.TestContext) {
	const root = temporaryFolder(t);
	const opened = dashboardInMemory(t, tutorialStatus({root}), {root});
	opened.press('3');
	opened.dashboard.logPane.store.push(['one', '\u001B[31mtwo\u001B[0m']);
	const saveAs = async (name: string) => {
		save(opened.dashboard);
		opened.type(name);
		opened.press('Enter');
		await until('it is saved or not', () => /Saved|Nothing/.test(opened.toast() ?? ''));
	};
	return {...opened, root, saveAs};
}

test('the pane is saved without colours, and a name is suggested', async t => {
	const {dashboard, root, saveAs, text, top, toast} = openLog(t);
	save(dashboard);
	assert.match(text(), /Save to log-\d{14}\.txt/);
	top()!.close();
	await saveAs('kept.txt');
	assert.equal(readFileSync(path.join(root, 'kept.txt'), 'utf8'), 'one\ntwo\n');
	assert.equal(toast(), `Saved to ${path.join(root, 'kept.txt')} (2 lines)`);
});

test('no file is overwritten, and no folder is made', async t => {
	const {root, saveAs, toast} = openLog(t);
	await saveAs('kept.txt');
	await saveAs('kept.txt');
	assert.match(toast()!, /Nothing was saved: .*kept\.txt already exists/);
	await saveAs('none/kept.txt');
	assert.match(toast()!, /none does not exist/);
	assert.equal(existsSync(path.join(root, 'none')), false);
	await saveAs(' ');
	assert.match(toast()!, /enter a file name/);
});

test('an empty pane is not saved', t => {
	const {dashboard, press, toast, top} = dashboardInMemory(t);
	press('4');
	save(dashboard);
	assert.equal(top(), undefined);
	assert.equal(toast(), 'There is nothing to save.');
});
