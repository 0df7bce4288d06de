import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {quarterdeck} from '../support/command.ts';
import {addSetting, cliFile, copyFixture} from '../support/project.ts';
import {openTerminal} from '../support/terminal.ts';

const esc = '\u001B';
const password = 'correct horse battery';

for (const [columns, rows] of [
	[120, 40],
	[80, 24],
] as const) {
	test(`the tutorial by keys at ${columns}x${rows}`, async t => {
		let root = '';
		t.after(() => quarterdeck(root, ['stopserver']));
		root = copyFixture(t, 'tutorial');
		addSetting(root, 'server: {port: 0}');
		const terminal = openTerminal([process.execPath, cliFile], {columns, rows, cwd: root});
		t.after(() => terminal.kill('SIGKILL'));

		await terminal.shows('2 unapplied migrations: auth, sessions');
		await terminal.shows('M applies them');
		await terminal.shows('changes: accounts');

		terminal.press('u');
		await terminal.shows('There is no table for users yet.');
		terminal.press(`${esc}m`);
		await terminal.shows('+ Create entity Profile');
		assert.equal(existsSync(path.join(root, 'accounts/migrations')), false);
		terminal.press('y');
		await terminal.shows(/✓ accounts\/migrations\/0001_initial\.ts/);
		await terminal.shows('3 unapplied migrations: accounts, auth, sessions');
		terminal.press('m');
		await terminal.shows('No changes detected');

		terminal.press('M');
		await terminal.shows('create table `auth_user`');
		terminal.press('y');
		await terminal.shows(/accounts\.0001_initial\s+OK/);
		await terminal.shows('Migrate: 3 of 3 done');
		await terminal.shows('All migrations are applied');
		terminal.press('M');
		await terminal.shows('No migrations to apply.');

		terminal.press(`u`);
		await terminal.shows('Password');
		terminal.press(`\u0015ann\t\t12345\t1234`);
		await terminal.shows('This password is too short.');
		terminal.press(`${esc}[Z\u0015${password}\t\u0015${password}`);
		// The answer that is waited for is about all of it.
		await terminal.shows(`Again     [${'*'.repeat(password.length)} `);
		await terminal.hides('too short');
		terminal.press('\t\r');
		await terminal.shows('Superuser created successfully.');
		assert.equal(terminal.raw().includes(password), false);
		terminal.press(esc);
		await terminal.hides('Create superuser');

		terminal.press('s');
		await terminal.shows(/● running\s+http/);
		const [, url = ''] = /● running\s+(http:\S+)/.exec(terminal.screen())!;
		const answer = await fetch(new URL('/account/', url), {
			redirect: 'manual',
			signal: AbortSignal.timeout(20_000),
		});
		assert.equal(answer.status, 302);
		await terminal.shows('"GET /account/ HTTP/1.1" 302');

		terminal.press('q');
		await terminal.shows('stop the server and quit');
		terminal.press('s');
		await terminal.waitFor(() => terminal.buffer() === 'normal', 'the dashboard to leave', 30_000);
		assert.equal((await terminal.exited).exitCode, 0, terminal.screen());
		assert.equal(terminal.buffer(), 'normal');
		assert.match(
			terminal.screen(),
			/Done: 1 migration written, 3 migrations applied, superuser created\.\nThe server is not running\./,
		);
		await assert.rejects(fetch(url));
	});
}
