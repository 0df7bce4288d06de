import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openProject} from '../../../source/project/open/open.ts';
import {banner, noticeLines} from '../../../source/server/child/banner.ts';
import {packageVersion} from '../../../source/system/package-files.ts';
import {tutorialProject} from '../../support/application.ts';
import {runCommand} from '../../support/run-command.ts';

const at = {host: '127.0.0.1', port: 8000, isSecure: false};
const now = new Date(2026, 10, 24, 22, 13, 12);
const coloured = /\u001B\[[\d;]*m/g;

test('the banner has Django’s lines, unapplied migrations first', async t => {
	const root = tutorialProject(t);
	const project = await openProject(root);
	const text = await banner(project, at, {now});
	const [notice, next, ...rest] = text.replace(coloured, '').split('\n');
	assert.match(notice!, /^You have 2 unapplied migration\(s\)\. /);
	assert.match(next!, /migrate/);
	assert.deepEqual(rest, [
		'November 24, 2026 - 22:13:12',
		`Quarterdeck version ${packageVersion()}, using settings settings.ts`,
		'Starting development server at http://127.0.0.1:8000/',
		'',
		'WARNING: This is a development server. Do not use it in a production setting.',
		'',
	]);
	await runCommand(root, 'migrate');
	assert.deepEqual(await noticeLines(project), []);
});

test('a server that other machines can reach says so, and a broken database does not hide the rest', async t => {
	const root = tutorialProject(t);
	writeFileSync(path.join(root, 'db.sqlite3'), 'no database'.repeat(100));
	const project = await openProject(root);
	const text = (await banner(project, {...at, host: '0.0.0.0'}, {now})).replace(coloured, '');
	assert.match(
		text,
		/WARNING: Other machines can connect to it, because it listens on 0\.0\.0\.0\.\n/,
	);
	assert.match(text, /^.*not a database.*\n[\s\S]*November 24, 2026/);
});
