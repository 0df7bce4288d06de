import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {runDatabaseClient} from '../../source/database-client/run.ts';
import {temporaryFolder} from '../support/project.ts';

/** A client of PostgreSQL that notes how it was started, and ends with 7. */
function clientNoting(t: TestContext): {environment: NodeJS.ProcessEnv; note: string} {
	const folder = temporaryFolder(t);
	const note = path.join(folder, 'note');
	const client = path.join(folder, 'bin/psql');
	mkdirSync(path.dirname(client));
	writeFileSync(
		client,
		`#!/bin/sh\necho "$@|$PGDATABASE|$PGPASSWORD|$PGPASSFILE" > ${note}\ncat "$PGPASSFILE" >> ${note}\nexit 7\n`,
		{mode: 0o755},
	);
	return {environment: {PATH: `${path.dirname(client)}:${process.env.PATH}`}, note};
}

const project = {
	root: '/',
	settings: {
		database: {driver: 'postgresql', name: 'shop', host: 'db', user: 'ann', password: 'secret'},
	},
	access: {password: async () => 'secret'},
} as never;
const {signal} = new AbortController();

test('the client gets the password in a file that is gone afterwards', async t => {
	const {environment, note} = clientNoting(t);
	const code = await runDatabaseClient(project, {words: ['-c', 'x'], environment}, signal);
	assert.equal(code, 7);
	const [started, secret] = readFileSync(note, 'utf8').split('\n');
	const [words, name, password, file] = started!.split('|');
	assert.deepEqual([words, name, password], ['-c x', 'shop', '']);
	assert.equal(secret, 'db:5432:*:ann:secret');
	assert.equal(existsSync(file!), false);
	assert.equal(process.listenerCount('SIGHUP'), 0);
});

test('a program that is missing is named with its package', async () => {
	const none = {words: [], environment: {PATH: '/nowhere'}};
	await assert.rejects(runDatabaseClient(project, none, signal), {
		...{code: 'no-client', hint: /postgresql-client/},
	});
});
