import assert from 'node:assert/strict';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {pauseAfter} from '../../../source/migrations/waiting/pauses.ts';
import {waitLimitsOf} from '../../../source/project/settings/wait-limits.ts';
import {startQuarterdeck} from '../../support/command.ts';
import {makeShop} from '../../support/shop.ts';

test('times of the settings have a unit', () => {
	const migrations = {lockTimeout: '1.5min', lockRetries: 3, online: false, statementTimeout: '0'};
	assert.deepEqual(waitLimitsOf({migrations}), {
		...{lockTimeout: 90_000, lockRetries: 3, statementTimeout: 0},
	});
	assert.equal(waitLimitsOf({migrations: {...migrations, lockTimeout: '250ms'}}).lockTimeout, 250);
});

test('pauses grow, differ, and have an end', () => {
	const [first, later, last] = [1, 8, 1000].map(attempt =>
		Array.from({length: 50}, () => pauseAfter(attempt)),
	) as [number[], number[], number[]];
	assert.ok(Math.max(...first) < Math.min(...later));
	assert.ok(Math.max(...last) < 20_000);
	assert.ok(new Set(last).size > 1);
});

test('a commit that readers of SQLite hold up gives way to others, and is made later', async t => {
	const shop = makeShop(t);
	shop.migration('0001_initial', {up: "this.addSql('create table item (id int)');"});
	await shop.run(['migrate']);
	shop.migration('0002_more', {
		dependencies: ['shop.0001_initial'],
		up: "this.addSql('alter table item add column name text');",
	});
	const reader = new DatabaseSync(path.join(shop.root, 'db.sqlite3'));
	reader.exec('begin');
	reader.prepare('select * from item').all();
	const child = startQuarterdeck(t, shop.root, ['migrate', '--json']);
	const events: any[] = [];
	let text = '';
	await new Promise<void>(resolve => {
		child.stdout.on('data', data => {
			text += data;
			const lines = text.split('\n');
			text = lines.pop()!;
			events.push(...lines.map(line => JSON.parse(line)));
			if (events.some(({type, nextTry}) => type === 'step-waiting' && nextTry) && reader.isOpen) {
				reader.close();
			}
		});
		child.on('close', () => resolve());
	});
	const waiting = events.find(({type}) => type === 'step-waiting');
	assert.deepEqual(
		[waiting.migration, waiting.sql, waiting.attempt, waiting.blockers],
		['shop.0002_more', 'commit', 1, []],
	);
	assert.deepEqual(
		events.flatMap(({type, exitCode}) => (type === 'run-ended' ? exitCode : [])),
		[0],
	);
	assert.deepEqual(shop.rows('select name from item'), []);
});
