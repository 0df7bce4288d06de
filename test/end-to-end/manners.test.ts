import assert from 'node:assert/strict';
import {chmodSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {openDashboard, playStatus, standInProject, tutorialStatus} from '../support/dashboard.ts';
import {temporaryFolder} from '../support/project.ts';
import type {Terminal} from '../support/terminal.ts';

/** Modes that the dashboard sets, each with what takes it back. */
const setAndTakenBack = [
	['\u001B[?1049h', '\u001B[?1049l'],
	['\u001B[?25l', '\u001B[?25h'],
	['\u001B[?2004h', '\u001B[?2004l'],
	['\u001B[?2026h', '\u001B[?2026l'],
] as const;
/** Mouse modes, and whatever a terminal would answer as if it were typed. */
const unwanted =
	/\u001B\[\?(?:9|100[0-7]|101[56])h|\u001B\[[>=]?\d*c|\u001B\[\??[56]n|\u001B\[>\d*q|\u001B\[\?u|\u001B\[\?[\d;]+\$p|\u001B\]\d+;\?|\u001BP[+$]q/;

const ends: [name: string, end: (terminal: Terminal) => void, exitCode: number][] = [
	['q', terminal => terminal.press('q'), 0],
	['^C', terminal => terminal.press('\u0003'), 0],
	['TERM', terminal => terminal.kill('SIGTERM'), 143],
	['INT', terminal => terminal.kill('SIGINT'), 130],
	['HUP', terminal => terminal.kill('SIGHUP'), 129],
	['an exception', terminal => terminal.kill('SIGUSR2'), 1],
];

for (const [name, end, exitCode] of ends) {
	test(`${name} leaves the terminal as it was`, async t => {
		const terminal = openDashboard(t, standInProject(t), {env: throwingOnSignal(t)});
		await terminal.waitFor(() => terminal.raw().includes('\u001B[?2004h'), 'keys to be read');
		end(terminal);
		assert.equal((await terminal.exited).exitCode, exitCode);
		assertRestored(terminal);
		assert.doesNotMatch(terminal.raw(), unwanted);
		if (exitCode === 1) assert.match(terminal.screen(), /The dashboard crashed: Error: on purpose/);
	});
}

test('an end in the middle of drawing leaves the terminal as it was', async t => {
	const root = standInProject(t);
	playStatus(root, tutorialStatus({root, server: {state: 'running', pid: 1}}));
	const terminal = openDashboard(t, root);
	await terminal.shows('running');
	terminal.press('\f\f\f?\u001B:mig\u0003\u0003');
	assert.equal((await terminal.exited).exitCode, 0);
	assertRestored(terminal);
});

test('$EDITOR gets the terminal as it was, and gives it back', async t => {
	const root = standInProject(t);
	const editor = path.join(root, 'editor');
	writeFileSync(editor, '#!/bin/sh\nstty -a > "$0.stty"\necho edits "$@"\nread answer\n');
	chmodSync(editor, 0o755);
	const problem = {code: 'x', message: 'Broken.', file: path.join(root, 'settings.ts'), line: 7};
	playStatus(root, tutorialStatus({root, problems: [problem]}));
	const terminal = openDashboard(t, root, {env: {VISUAL: editor}});
	await terminal.shows('Broken.');
	terminal.press('e');
	await terminal.shows(`edits +7 ${problem.file}`);
	assert.equal(terminal.buffer(), 'normal');
	assert.match(readFileSync(`${editor}.stty`, 'utf8'), /(?<!-)icanon[\s\S]*(?<!-)echo\b/);
	terminal.press('done\r');
	await terminal.shows('Broken.');
	assert.equal(terminal.buffer(), 'alternate');
	terminal.press('q');
	await terminal.exited;
	assertRestored(terminal);
});

function assertRestored(terminal: Terminal): void {
	const raw = terminal.raw();
	assert.equal(terminal.buffer(), 'normal');
	for (const [set, takenBack] of setAndTakenBack) {
		assert.ok(raw.lastIndexOf(takenBack) > raw.lastIndexOf(set), JSON.stringify(takenBack));
	}
}

/** An environment in which the dashboard meets a bug when it gets SIGUSR2. */
function throwingOnSignal(t: TestContext): NodeJS.ProcessEnv {
	const file = path.join(temporaryFolder(t), 'throws.mjs');
	const text = "process.on('SIGUSR2', () => { throw new Error('on purpose'); });\n";
	writeFileSync(file, text);
	return {NODE_OPTIONS: `--import=${file}`};
}
