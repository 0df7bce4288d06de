import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {tutorialProject} from '../../support/application.ts';
import {commandLine} from '../../support/command-line.ts';
import {runCommand} from '../../support/run-command.ts';

test('clearsessions deletes expired sessions only, and counts them', async t => {
	const root = tutorialProject(t);
	await runCommand(root, 'migrate');
	const database = new DatabaseSync(path.join(root, 'db.sqlite3'));
	const insert = database.prepare("insert into session values (?, '{}', ?, ?)");
	for (const [key, hours] of [
		['expired', -1],
		['valid', 1],
	] as const) {
		insert.run(key, Date.now(), Date.now() + hours * 3_600_000);
	}
	database.close();
	const first = await commandLine(root, ['clearsessions']);
	assert.equal(first.stdout, 'Deleted 1 expired session.\n');
	const second = await commandLine(root, ['clearsessions']);
	assert.equal(second.stdout, 'Deleted 0 expired sessions.\n');
});

test('without the sessions app, clearsessions is refused', async t => {
	const root = tutorialProject(t);
	const settings = path.join(root, 'settings.ts');
	writeFileSync(settings, readFileSync(settings, 'utf8').replace("'quarterdeck/sessions', ", ''));
	await assert.rejects(runCommand(root, 'clearsessions'), {code: 'unknown-app'});
});
