import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {appendFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openDashboard, standInProject} from '../support/dashboard.ts';
import {writeProgram} from '../support/program.ts';
import {until} from '../support/wait.ts';

test('on a stalled line keys work, frames are skipped, and the newest one is drawn', async t => {
	const root = standInProject(t);
	const terminal = openDashboard(t, root);
	await terminal.shows('3 unapplied');
	terminal.stall();
	const before = terminal.raw().length;
	const memory = megabytes(terminal.pid);
	// Far more than a terminal keeps for its reader: each draws the whole screen.
	for (let key = 0; key < 300; key++) terminal.press('\f');
	terminal.press('s');
	await until('the key is heard', () =>
		readFileSync(path.join(root, 'stand-in.json'), 'utf8').includes('"running"'),
	);
	const log = path.join(root, '.quarterdeck/server.log');
	for (let line = 0; line < 2000; line++) appendFileSync(log, `request ${line}\n`);
	await until('its memory stays', () => megabytes(terminal.pid) < memory + 60);
	terminal.goOn();
	await terminal.shows('request 1999');
	const sent = terminal.raw().length - before;
	assert.ok(sent < 300_000, `${sent} bytes, where 300 screens are 1,500,000`);
});

test('a program that gets the terminal on a stalled line draws after the dashboard', async t => {
	const root = standInProject(t);
	mkdirSync(path.join(root, '.quarterdeck'));
	writeFileSync(path.join(root, '.quarterdeck/server.log'), 'one line\n');
	const pager = writeProgram(root, 'pager', 'echo pages "$1"; read answer');
	const terminal = openDashboard(t, root, {env: {PAGER: pager}});
	await terminal.shows('one line');
	terminal.stall();
	for (let key = 0; key < 300; key++) terminal.press('\f');
	terminal.press('3o');
	await until('the key is heard', () => !isRaw(terminal.pid));
	terminal.goOn();
	await terminal.shows(`pages ${root}`);
	assert.equal(terminal.buffer(), 'normal');
	terminal.press('\r');
	await terminal.shows('3 unapplied');
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});

test('a dashboard on a stalled line can be quit', async t => {
	const root = standInProject(t);
	const terminal = openDashboard(t, root);
	await terminal.shows('3 unapplied');
	terminal.stall();
	for (let key = 0; key < 300; key++) terminal.press('\f');
	terminal.press('q');
	await until('the process has ended', () => isGone(terminal.pid), 10_000);
	terminal.goOn();
	assert.equal((await terminal.exited).exitCode, 0);
});

function megabytes(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
}

/** Keys are read one by one. */
function isRaw(pid: number): boolean {
	const {stdout} = spawnSync('stty', ['-a', '-F', `/proc/${pid}/fd/0`], {encoding: 'utf8'});
	return stdout.includes('-icanon');
}

function isGone(pid: number): boolean {
	try {
		return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return true;
	}
}
