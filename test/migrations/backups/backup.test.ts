import assert from 'node:assert/strict';
import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {backupsOf, makeBackup} from '../../../source/migrations/backups/backup.ts';
import {takeRunLock} from '../../../source/migrations/locks/lock.ts';
import {connectFile} from '../../../source/project/database/sqlite.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {breakDisk} from '../../support/failing-disk.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShop} from '../../support/shop.ts';

test('before rows are lost, the database is copied with its write-ahead log, and can be restored', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: "this.addSql('create table pet (name text)');"});
	await runCommand(shop.root, 'migrate');
	const project = await openProject(shop.root);
	// Node's own SQLite beside the driver's, in one process, would drop the locks of one another.
	const user = connectFile(project, path.join(shop.root, 'db.sqlite3'), {});
	t.after(() => user.close());
	user.exec("pragma journal_mode = wal; insert into pet values ('Rex'), ('Tom')");
	shop.migration('0002_two', {
		dependencies: ['shop.0001_one'],
		up: "this.addSql('drop table pet');",
	});
	assert.equal((await runCommand(shop.root, 'migrate')).code, 3);
	const folder = path.join(shop.root, '.quarterdeck/backups');
	assert.throws(() => readdirSync(folder), 'nothing is copied for a question');
	const {events} = await runCommand(shop.root, 'migrate', [], {'allow-data-loss': true});
	assert.match(
		JSON.stringify(events),
		/The database was copied to .quarterdeck\/backups\/.*-db\.sqlite3/,
	);
	const [copy] = readdirSync(folder);
	assert.equal(statSync(path.join(folder, copy!)).mode & 0o777, 0o600);
	assert.throws(() => user.prepare('select * from pet').all());

	const {code, events: asked} = await runCommand(shop.root, 'migrate', [], {restore: true});
	assert.equal(code, 3);
	assert.match(
		JSON.stringify(asked),
		/Restore the database as it was at .* UTC\?.*--allow-data-loss/,
	);
	const lock = await takeRunLock(project, {
		wait: false,
		signal: new AbortController().signal,
	}).next();
	const yes = {restore: true, 'allow-data-loss': true};
	await assert.rejects(runCommand(shop.root, 'migrate', [], yes), {code: 'lock-held', exitCode: 4});
	await (lock.value as {release(): Promise<void>}).release();
	await runCommand(shop.root, 'migrate', [], yes);
	assert.equal(user.prepare('select * from pet').all().length, 2, 'who has it open sees it, too');
	assert.equal(
		(await runCommand(shop.root, 'migrate', [], {check: true})).code,
		1,
		'0002 is not applied any more',
	);
	await runCommand(shop.root, 'migrate', [], yes);
	assert.throws(() => user.prepare('select * from pet').all(), 'what was replaced is kept as well');
});

test('a copy made after the clock was set back is the newest, and is not removed', async t => {
	const shop = makeShop(t);
	shop.rows('create table pet (name text)');
	const project = await openProject(shop.root);
	for (let day = 1; day <= 3; day++) await makeBackup(project, new Date(Date.UTC(2099, 10, day)));
	const made = await makeBackup(project, new Date(Date.UTC(2026, 10, 1)));
	assert.equal(backupsOf(project)[0]?.file, made!.file);
	assert.equal(backupsOf(project).length, 3);
});

test('the newest three copies are kept', async t => {
	const shop = makeShop(t);
	shop.rows('create table pet (name text)');
	const project = await openProject(shop.root);
	for (let day = 1; day <= 5; day++) await makeBackup(project, new Date(Date.UTC(2026, 10, day)));
	assert.deepEqual(
		backupsOf(project).map(({time}) => time.getUTCDate()),
		[5, 4, 3],
	);
	assert.equal(readdirSync(path.join(shop.root, '.quarterdeck/backups')).length, 3);
});

test('a copy that the disk does not take is an error, and nothing of it is left', async t => {
	const shop = makeShop(t);
	shop.migration('0001_one', {up: "this.addSql('create table pet (name text)');"});
	await runCommand(shop.root, 'migrate');
	const project = await openProject(shop.root);
	for (const at of ['rename', 'sync-folder'] as const) {
		const disk = breakDisk(t, {at, code: 'ENOSPC', of: /backups/});
		await assert.rejects(makeBackup(project), {
			code: 'no-backup',
			message: 'The database could not be copied: the disk is full (ENOSPC).',
		});
		disk.mend();
		const left = readdirSync(path.join(shop.root, '.quarterdeck/backups'));
		assert.deepEqual(
			left.filter(name => name.includes('~')),
			[],
		);
	}
});
