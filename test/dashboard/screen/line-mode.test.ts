import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {wantsLines} from '../../../source/dashboard/drawing/theme.ts';
import {openDashboard, standInProject} from '../../support/dashboard.ts';

test('two variables announce a screen reader', () => {
	assert.equal(wantsLines({INK_SCREEN_READER: 'true'}), true);
	assert.equal(wantsLines({ACCESSIBLE: '1'}), true);
	assert.equal(wantsLines({ACCESSIBLE: '0'}), false);
	assert.equal(wantsLines({}), false);
});

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

test('wrong keys are reported before anything is drawn', async t => {
	const root = standInProject(t);
	const config = path.join(root, 'config');
	mkdirSync(path.join(config, 'quarterdeck'), {recursive: true});
	writeFileSync(path.join(config, 'quarterdeck/keys.json'), '{"quit": "d"}');
	const terminal = openDashboard(t, root, {env: {XDG_CONFIG_HOME: config}});
	assert.equal((await terminal.exited).exitCode, 2);
	assert.match(terminal.screen(), /'d' is bound to both 'leave' and 'quit'\./);
	assert.doesNotMatch(terminal.raw(), /\u001B\[\?1049h/);
});
