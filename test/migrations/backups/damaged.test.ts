import assert from 'node:assert/strict';
import {readdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {moveDamaged} from '../../../source/migrations/backups/damaged.ts';
import {breakDisk} from '../../support/failing-disk.ts';
import {temporaryFolder} from '../../support/project.ts';
import {makeShop} from '../../support/shop.ts';

const up = "this.addSql('delete from pet');";

for (const [how, damage] of [
	['cut off', (file: string) => truncateSync(file, 5000)],
	['overwritten', (file: string) => writeFileSync(file, 'no database at all, '.repeat(99))],
] as const) {
	test(`a database that was ${how} is moved away, and the last copy restored`, async t => {
		const shop = makeShop(t);
		shop.migration('0001_one', {
			up: `this.addSql('create table pet (name text)'); this.addSql("insert into pet values ('Rex')");`,
		});
		await shop.run(['migrate']);
		shop.migration('0002_two', {dependencies: ['shop.0001_one'], up});
		await shop.run(['migrate', '--allow-data-loss']);
		const file = path.join(shop.root, 'db.sqlite3');
		damage(file);
		const damaged = readFileSync(file);
		const {stdout} = await shop.run(['migrate', '--restore', '--allow-data-loss']);
		const [, name] = /The damaged file is now (db\.sqlite3\.damaged-\S+Z)\./.exec(stdout)!;
		assert.deepEqual(readFileSync(path.join(shop.root, name!)), damaged);
		assert.deepEqual(shop.rows('select * from pet'), [{name: 'Rex'}]);
	});
}

test('a database that cannot be copied for another reason stays', () => {
	const full = Object.assign(new Error('full'), {code: 'SQLITE_FULL'});
	assert.throws(() => moveDamaged({} as never, full), full);
});

test('a write-ahead log goes with its damaged database, and is not left to the copy', t => {
	const root = temporaryFolder(t);
	for (const name of ['db', 'db-wal']) writeFileSync(path.join(root, name), name);
	const project = {root, settings: {database: {driver: 'sqlite', name: 'db'}}} as never;
	const cause = Object.assign(new Error('damaged'), {code: 'SQLITE_CORRUPT'});
	const error = new Error('no copy', {cause});
	const disk = breakDisk(t, {at: 'rename', code: 'EROFS', of: /db/});
	assert.throws(() => moveDamaged(project, error), {code: 'EROFS'});
	disk.mend();
	assert.deepEqual(readdirSync(root).sort(), ['db', 'db-wal']);
	const moved = moveDamaged(project, error);
	const name = path.basename(moved);
	assert.deepEqual(readdirSync(root).sort(), [name, `${name}-wal`]);
	assert.equal(readFileSync(`${moved}-wal`, 'utf8'), 'db-wal');
});
