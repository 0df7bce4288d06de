import assert from 'node:assert/strict';
import test from 'node:test';
import {openDashboard, standInProject} from '../../support/dashboard.ts';

test('a screen reader gets lines, one below the other', async t => {
	const root = standInProject(t);
	const terminal = openDashboard(t, root, {env: {ACCESSIBLE: '1'}});
	await terminal.shows('1. status');
	await terminal.shows('Number or command line, ? for the menu:');
	terminal.press('9\r');
	await terminal.shows('Choose a number from 1 to 7, or type a command.');
	terminal.press(`check 'x\r`);
	await terminal.shows('A quote is not closed.');
	terminal.press('check --deploy\r');
	await terminal.shows('You ran check --deploy');
	assert.equal(terminal.screen().split('1. status').length, 2, 'the menu is shown once');
	terminal.press('?\r');
	await terminal.shows('7. show the log');
	terminal.press('q\r');
	assert.equal((await terminal.exited).exitCode, 0);
	assert.equal(terminal.buffer(), 'normal');
	assert.doesNotMatch(terminal.raw(), /\u001B\[\?1049h/);
});
