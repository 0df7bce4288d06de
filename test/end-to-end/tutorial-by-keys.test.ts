import assert from 'node:assert/strict';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import test from 'node:test';
import {quarterdeck} from '../support/command.ts';
import {cliFile, copyFixture} from '../support/project.ts';
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
		const port = await freePort();
		serveOn(root, port);
		const terminal = openTerminal([process.execPath, cliFile], {columns, rows, cwd: root});
		t.after(() => terminal.kill('SIGKILL'));

		await terminal.shows('2 unapplied migration(s): auth, sessions');
		await terminal.shows("Run 'quarterdeck migrate' to apply them.");
		await terminal.shows('changes: accounts');

		terminal.press('u');
		await terminal.shows('There is no table for users yet.');
		terminal.press('m');
		await terminal.shows('+ Create entity Profile');
		assert.equal(existsSync(path.join(root, 'accounts/migrations')), false);
		terminal.press('y');
		await terminal.shows(/✓ accounts\/migrations\/0001_initial\.ts/);
		await terminal.shows('3 unapplied migration(s): accounts, auth, sessions');
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
		await terminal.hides('too short');
		terminal.press('\t\r');
		await terminal.shows('Superuser created successfully.');
		assert.equal(terminal.raw().includes(password), false);
		terminal.press(esc);
		await terminal.hides('Create superuser');

		terminal.press('s');
		await terminal.shows(/● running\s+http/);
		const answer = await fetch(`http://127.0.0.1:${port}/account/`, {
			redirect: 'manual',
			signal: AbortSignal.timeout(20_000),
		});
		assert.equal(answer.status, 302);
		await terminal.shows('"GET /account/ HTTP/1.1" 302');

		terminal.press('q');
		await terminal.shows('stop the server and quit');
		terminal.press('s');
		await terminal.waitFor(() => terminal.buffer() === 'normal', 'the dashboard to leave', 30_000);
		assert.equal((await terminal.exited).exitCode, 0);
		assert.equal(terminal.buffer(), 'normal');
		assert.match(
			terminal.screen(),
			/Done: 1 migration written, 3 migrations applied, superuser created\.\nThe server is not running\./,
		);
		await assert.rejects(fetch(`http://127.0.0.1:${port}/account/`));
	});
}

test('a broken project is mended while the dashboard is open', async t => {
	const root = copyFixture(t, 'tutorial');
	const entities = path.join(root, 'accounts/entities.ts');
	const good = readFileSync(entities, 'utf8');
	writeFileSync(entities, `${good}export const broken = {a: 1 b: 2};\n`);
	const terminal = openTerminal([process.execPath, cliFile], {columns: 80, rows: 24, cwd: root});
	t.after(() => terminal.kill('SIGKILL'));
	await terminal.shows(/accounts\/entities\.ts:\d+/);
	await terminal.shows('export const broken');
	writeFileSync(entities, good);
	await terminal.shows('changes: accounts');
	writeFileSync(
		path.join(root, 'db.sqlite3'),
		'no database, but text, and more than a header of it',
	);
	await terminal.shows('DATABASE UNREACHABLE');
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});

function serveOn(root: string, port: number): void {
	const file = path.join(root, 'settings.ts');
	const text = readFileSync(file, 'utf8');
	writeFileSync(
		file,
		text.replace('defineSettings({', `defineSettings({\n\tserver: {port: ${port}},`),
	);
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as {port: number};
	await new Promise(resolve => server.close(resolve));
	return port;
}
