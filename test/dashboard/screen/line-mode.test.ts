import assert from 'node:assert/strict';
import test from 'node:test';
import {openDashboard, standInProject} from '../../support/dashboard.ts';

test('a screen reader gets lines, one below the other', async t => {
	const root = standInProject(t);
	const terminal = openDashboard(t, root, {env: {ACCESSIBLE: '1'}});
	await terminal.shows('1. status');
	await terminal.shows('Number or command line:');
	terminal.press('check --deploy\r');
	await terminal.shows('You ran check --deploy');
	terminal.press('q\r');
	assert.equal((await terminal.exited).exitCode, 0);
	assert.equal(terminal.buffer(), 'normal');
	assert.doesNotMatch(terminal.raw(), /\u001B\[\?1049h/);
});
