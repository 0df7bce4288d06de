import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openDashboard, playStatus, standInProject, tutorialStatus} from '../support/dashboard.ts';

const password = 'correct horse battery';

function pasted(text: string): string {
	return `\u001B[200~${text}\u001B[201~`;
}

test('keys and pastes that arrive in one write are handled in order', async t => {
	const root = standInProject(t);
	const terminal = openDashboard(t, root);
	await terminal.shows('3 unapplied');
	terminal.press('jjMyy');
	await terminal.shows('y run it');
	await terminal.shows(/› +○ 0002_permissions/);
	assert.match(terminal.screen(), /3 unapplied migrations/, 'nobody had seen the plan');
	terminal.press(`k${pasted('y')}`);
	await terminal.shows('Ignored a paste outside a text field.');
	await terminal.shows('y run it');
	terminal.press('\u001Bjy');
	await terminal.hides('y run it');
	await terminal.shows(/› *▾ sessions/);

	playStatus(root, tutorialStatus({root, unapplied: 0}));
	await terminal.hides('3 unapplied');
	const form = `u\u0015${pasted('bo\nb')}\u007F\u007F\t\t${pasted(password)}\t`;
	terminal.press(form);
	terminal.press(`${pasted(password).slice(0, 9)}`);
	await terminal.shows(`Password  [${'*'.repeat(password.length)}_`);
	terminal.press(`${pasted(password).slice(9)}\t\r`);
	await terminal.shows('Superuser created successfully.');
	const {created} = JSON.parse(readFileSync(path.join(root, 'stand-in.json'), 'utf8'));
	assert.deepEqual(created, {username: 'bo', length: password.length});
	assert.equal(terminal.raw().includes(password), false);
	terminal.press('\u001Bq');
	assert.equal((await terminal.exited).exitCode, 0);
});
