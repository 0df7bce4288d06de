import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openProject} from '../support/dashboard.ts';
import {makeShopWithLongMigration} from '../support/long-migration.ts';
import {cliInShell} from '../support/project.ts';
import {skipWithout} from '../support/requires.ts';
import {hasSshServer, startSshServer} from '../support/ssh.ts';
import {openTerminal} from '../support/terminal.ts';
import {until} from '../support/wait.ts';

test('a dropped SSH connection ends only the dashboard; the next one shows the run’s result', {
	skip: skipWithout("Debian's openssh-server", hasSshServer),
}, async t => {
	const shop = await makeShopWithLongMigration(t);
	const ssh = await startSshServer(t);
	const line = openTerminal([...ssh, `LANG=C.UTF-8 ${cliInShell} --project ${shop.root}`]);
	t.after(() => line.kill('SIGKILL'));
	await line.shows('1 unapplied');
	const dashboard = presentDashboard(shop.root);
	line.press('M');
	await line.shows('y run it');
	line.press('y');
	await line.shows('Migrating: 0 of 1');
	line.kill('SIGKILL');
	await until('the dashboard is gone', () => !isAlive(dashboard));

	const next = openProject(t, shop.root);
	await next.shows(/● migrate +running +by/);
	shop.finish();
	await next.shows('✓ migrate  1 applied');
	await next.shows('All migrations are applied');
	next.press('q');
	assert.equal((await next.exited).exitCode, 0);
});

function presentDashboard(root: string): number {
	const [name] = readdirSync(path.join(root, '.quarterdeck/operators'));
	return Number.parseInt(name!, 10);
}

/** One that has ended, and that nobody has asked about yet, does not live. */
function isAlive(pid: number): boolean {
	try {
		return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}
