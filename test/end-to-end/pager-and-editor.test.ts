import assert from 'node:assert/strict';
import {appendFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {openDashboard, standInProject} from '../support/dashboard.ts';
import {writeProgram} from '../support/program.ts';
import type {Terminal} from '../support/terminal.ts';

const ctrlC = '\u0003';

interface Opened {
	terminal: Terminal;
	root: string;
}

/** A dashboard whose log ends with an error in accounts/views.ts, line 3; the log has the focus. */
async function openOnError(t: TestContext, programs: (root: string) => object): Promise<Opened> {
	const root = standInProject(t);
	mkdirSync(path.join(root, 'accounts'));
	writeFileSync(path.join(root, 'accounts/views.ts'), '\n\n\n');
	mkdirSync(path.join(root, '.quarterdeck'));
	const lines = ['TypeError: author is null', '    at home (accounts/views.ts:3:17)'];
	appendFileSync(path.join(root, '.quarterdeck/server.log'), `${lines.join('\n')}\n`);
	const terminal = openDashboard(t, root, {env: {VISUAL: '', ...programs(root)}});
	await terminal.shows('accounts/views.ts:3:17');
	await terminal.shows('3 unapplied');
	terminal.press('3');
	await terminal.shows('━━ 3 Server log');
	return {terminal, root};
}

/** The screen without the row of keys, where a notice stands. */
function panes(terminal: Terminal): string {
	return terminal.screen().split('\n').slice(0, -2).join('\n');
}

async function leave(terminal: Terminal): Promise<void> {
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
}

test('o opens the log in $PAGER, which gets ^C and the keys that follow', async t => {
	const {terminal, root} = await openOnError(t, root => {
		const script = `trap 'echo heard' INT; echo "$1" "$2"; until read answer; do :; done`;
		return {PAGER: `'${writeProgram(root, 'pages it', script)}' --all`};
	});
	const before = terminal.screen();
	terminal.press('oq\u001A');
	await terminal.shows(`--all ${root}/.quarterdeck/server.log`);
	assert.equal(terminal.buffer(), 'normal');
	terminal.press(ctrlC);
	await terminal.shows('heard');
	terminal.press('\r');
	await terminal.waitFor(() => terminal.screen() === before, 'the dashboard to be whole');
	assert.equal(terminal.buffer(), 'alternate');
	await leave(terminal);
});

test('e opens $EDITOR with its arguments at the line; a missing or failing editor is reported', async t => {
	const {terminal, root} = await openOnError(t, root => ({
		EDITOR: `${writeProgram(root, 'code', 'echo "$@" > "$0.argv"; exit 3')} --wait`,
		PAGER: 'no-such-pager',
	}));
	const before = panes(terminal);
	terminal.press('e');
	await terminal.shows('code exited with code 3.');
	assert.equal(
		readFileSync(path.join(root, 'code.argv'), 'utf8'),
		`--wait --goto ${root}/accounts/views.ts:3\n`,
	);
	assert.equal(panes(terminal), before);
	terminal.press('o');
	await terminal.shows('Cannot start no-such-pager: command not found.');
	assert.equal(panes(terminal), before);
	await leave(terminal);
});
