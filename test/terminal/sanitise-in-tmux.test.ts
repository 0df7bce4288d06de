import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {sanitise} from '../../source/terminal/sanitise.ts';
import {temporaryFolder} from '../support/project.ts';
import {skipWithout} from '../support/requires.ts';
import {until} from '../support/wait.ts';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** What somebody may send to have it logged: clear the screen, name the window, ask for a password. */
const attack = [
	'\u001B[2J\u001B[H\u001B]0;OWNED\u0007\u001B]2;OWNED\u001B\\\u001Bc\u001B[?1049h',
	'\u009B2J\u009D0;OWNED\u009C\u001B\u001B[2J[2J\u001BkOWNED\u001B\\',
	'\u001B[31mred\rPassword:\b\b\u001B[1A\u001B[2K\u001B[8mhidden\u001B]0;never ends',
].join('');

interface Pane {
	title(): string;
	text(): string;
}

/** A pane of a tmux of its own that shows a text, between two lines that are known. */
async function showIn(test: TestContext, text: string): Promise<Pane> {
	// Before the folder with its socket is removed: hooks run in the order in which they were given.
	test.after(() => tmux('kill-server'));
	const folder = temporaryFolder(test);
	const tmux = (...words: string[]) =>
		spawnSync('tmux', ['-S', path.join(folder, 'socket'), '-f', '/dev/null', ...words], {
			encoding: 'utf8',
		}).stdout;
	writeFileSync(path.join(folder, 'text'), `earlier line\n${text}\nlater line\n`);
	tmux('new-session', '-d', '-x', '120', '-y', '20', 'sh', '-c', 'exec cat');
	tmux('select-pane', '-T', 'mine');
	tmux('respawn-pane', '-k', 'sh', '-c', `cat '${folder}/text'; exec cat`);
	return {
		title: () => tmux('display-message', '-p', '#{pane_title}').trim(),
		text: () => tmux('capture-pane', '-p'),
	};
}

test('a real terminal executes nothing in sanitised text', {
	skip: skipWithout('tmux', hasTmux),
}, async t => {
	const raw = await showIn(t, attack);
	await until('the attack is one', () => raw.title() === 'OWNED');
	const clean = await showIn(t, sanitise(attack));
	await until('the text', () => clean.text().includes('later line'));
	assert.equal(clean.title(), 'mine');
	assert.match(clean.text(), /^earlier line\n[^\n]*redPassword:\\x08\\x08hidden\nlater line\n/);
});
