import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openDashboard, standInProject} from '../support/dashboard.ts';
import {cliFile, packageRoot} from '../support/project.ts';
import {skipWithout} from '../support/requires.ts';
import {hasSshServer, startSshServer} from '../support/ssh.ts';
import {openTerminal} from '../support/terminal.ts';
import {until} from '../support/wait.ts';

test('a line that drops ends the dashboard and nothing else; the next one shows what came of it', {
	skip: skipWithout("Debian's openssh-server", hasSshServer),
}, async t => {
	const root = standInProject(t, {pace: 400});
	const ssh = await startSshServer(t);
	const line = openTerminal([
		...ssh,
		`LANG=C.UTF-8 QUARTERDECK_CLI=${path.join(packageRoot, 'fixtures/stand-in-for-quarterdeck/cli.mjs')} ${process.execPath} ${cliFile} --project ${root}`,
	]);
	t.after(() => line.kill('SIGKILL'));
	await line.shows('3 unapplied');
	const dashboard = presentDashboard(root);
	line.press('M');
	await line.shows('y run it');
	line.press('y');
	await line.shows(/auth\.0001_initial\s+OK/);
	line.kill('SIGKILL');
	const dropped = performance.now();
	await until('the dashboard is gone', () => !isAlive(dashboard), 5000);
	const took = performance.now() - dropped;
	assert.ok(took < 500, `${took} ms`);
	assert.ok(!historyOf(root).includes('3 applied'), 'the migrate goes on meanwhile');
	const next = openDashboard(t, root);
	await next.shows('✓ quarterdeck migrate  3 applied');
});

function presentDashboard(root: string): number {
	const [name] = readdirSync(path.join(root, '.quarterdeck/operators'));
	return Number.parseInt(name!, 10);
}

function historyOf(root: string): string {
	const file = path.join(root, '.quarterdeck/history.ndjson');
	return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** One that has ended, and that nobody has asked about yet, does not live. */
function isAlive(pid: number): boolean {
	try {
		return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}
