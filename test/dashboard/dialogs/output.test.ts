import assert from 'node:assert/strict';
import test from 'node:test';
import {OutputDialog} from '../../../source/dashboard/dialogs/output.ts';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';
import {until} from '../../support/wait.ts';

function run(t: test.TestContext, words: string[]) {
	const root = standInProject(t);
	const opened = dashboardInMemory(t, tutorialStatus({root}), {root});
	new OutputDialog(opened.session, words).open();
	const shows = (wanted: RegExp) => until(`it shows ${wanted}`, () => wanted.test(opened.text()));
	return {...opened, shows};
}

test('a command line is shown with what it says and how it ended', async t => {
	const {text, shows} = run(t, ['check', '--deploy']);
	assert.match(text(), /^quarterdeck check --deploy\n[\s\S]*● running/);
	await shows(/You ran check --deploy[\s\S]*✓ done/);
});

test('a question that only asks whether to continue is answered with y', async t => {
	const {press, shows} = run(t, ['squashmigrations', 'auth', '0002']);
	await shows(/✗ exited with code 3 {3}y yes/);
	press('y');
	await shows(/--noinput[\s\S]*Created it\.[\s\S]*✓ done/);
});

test('without colours, commands are not asked for some', async t => {
	const {shows} = run(t, ['tell-colour', 'now']);
	await shows(/FORCE_COLOR is undefined/);
});
