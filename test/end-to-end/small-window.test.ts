import assert from 'node:assert/strict';
import test from 'node:test';
import {openDashboard, standInProject} from '../support/dashboard.ts';

test('a window that becomes too small offers q, and shows all again when it grows', async t => {
	const terminal = openDashboard(t, standInProject(t));
	await terminal.shows('3 unapplied migrations');
	terminal.press('jM');
	await terminal.shows('y run it');
	// What indents the SQL is loaded with the first plan.
	await terminal.shows(/create table `auth_table` \( +┃/);
	// A frame may come in pieces, from the top on.
	await terminal.shows(/PgDn scroll[\s\S]*┗━+┛ng ──/);
	const before = terminal.screen();
	terminal.resize(28, 7);
	await terminal.shows('q quits');
	terminal.resize(120, 40);
	await terminal.waitFor(() => terminal.screen() === before, 'all to be where it was');
	terminal.press('\u001B');
	terminal.resize(40, 12);
	await terminal.shows('[1 Migr]');
	terminal.resize(20, 4);
	await terminal.shows('q quits.');
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});
