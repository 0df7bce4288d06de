import assert from 'node:assert/strict';
import test from 'node:test';
import {openDashboard, playStatus, standInProject, tutorialStatus} from '../support/dashboard.ts';
import {copyFixture} from '../support/project.ts';

const server = {state: 'running', url: 'http://127.0.0.1:8000/', pid: 1} as const;

test('with NO_COLOR no colour is sent; words and marks show every state', async t => {
	const root = standInProject(t);
	playStatus(root, tutorialStatus({root, server}));
	const terminal = openDashboard(t, root, {env: {NO_COLOR: '1'}});
	await terminal.shows(/○ 0001_initial +unapplied/);
	await terminal.shows('● running');
	terminal.press('j');
	await terminal.shows('›  ○ 0001_initial');
	assert.doesNotMatch(terminal.raw(), /\u001B\[(?:\d+;)*[349]\d(?:;\d+)*m/);
});

test('an ASCII locale gets ASCII only', async t => {
	const root = standInProject(t);
	playStatus(root, tutorialStatus({root, server}));
	const terminal = openDashboard(t, root, {env: {LANG: 'C', LC_ALL: 'C'}});
	await terminal.shows('* running');
	terminal.press('3?');
	await terminal.shows('Help: Server log');
	assert.doesNotMatch(terminal.screen(), /[^\u0000-\u007F]/);
});

test('only the 16 colours are used, and no background, so that light and dark terminals work', async t => {
	const root = standInProject(t);
	const terminal = openDashboard(t, root);
	await terminal.shows('3 unapplied');
	terminal.press('M');
	await terminal.shows('y run it');
	assert.match(terminal.raw(), /\u001B\[(?:\d+;)*3\d(?:;\d+)*m/);
	assert.doesNotMatch(terminal.raw(), /\u001B\[(?:\d+;)*(?:[34]8;[\d;]*|4[0-7]|10\d)(?:;\d+)*m/);
});

test('a dumb terminal gets the status as text', async t => {
	const project = copyFixture(t, 'tutorial');
	const terminal = openDashboard(t, project, {env: {TERM: 'dumb'}});
	await terminal.exited;
	assert.doesNotMatch(terminal.raw(), /\u001B\[\?1049h/);
	assert.match(terminal.screen(), /tutorial/);
});
