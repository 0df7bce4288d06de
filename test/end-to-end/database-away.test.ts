import {existsSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openProject, quit} from '../support/dashboard.ts';
import {copyFixture} from '../support/project.ts';
import {until} from '../support/wait.ts';

test('m makes migrations while the database is down, and R finds it again', async t => {
	const root = copyFixture(t, 'tutorial');
	const database = path.join(root, 'db.sqlite3');
	writeFileSync(database, 'this is a text, and a long one at that: '.repeat(50));
	const terminal = openProject(t, root);
	await terminal.shows('DATABASE UNREACHABLE   sqlite db.sqlite3');
	await terminal.shows(/Next retry at \d\d:\d\d:\d\d \(after \d+ s\); R retries now\./);
	await terminal.shows('On disk; it is not known which are applied:');
	await terminal.shows(/▾ auth +1 migration\b/);

	terminal.press('M');
	await terminal.shows('The database cannot be reached.');
	terminal.press('m');
	await terminal.shows('┃ y write it');
	terminal.press('y');
	const file = path.join(root, 'accounts/migrations/0001_initial.ts');
	await until('it is written', () => existsSync(file));
	await terminal.shows('accounts/migrations/0001_initial.ts');
	terminal.press('\u001B');
	await terminal.shows(/▾ accounts +1 migration\b/);

	rmSync(database);
	terminal.press('R');
	await terminal.shows(/▾ accounts +1 unapplied/);
	await quit(terminal);
});
