import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {customers, makeShop} from '../../support/shop.ts';

const file = 'shop/migrations/.snapshot.sqlite.json';

test('git merges two columns by itself and conflicts on the head', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	const git = (...words: string[]) =>
		execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...words], {
			cwd: shop.root,
			encoding: 'utf8',
			stdio: 'pipe',
		});
	await shop.run(['makemigrations']);
	writeFileSync(path.join(shop.root, '.gitignore'), 'node_modules\n.quarterdeck\n');
	git('init', '-q', '-b', 'main');
	git('add', '.');
	git('commit', '-qm', 'first');
	git('switch', '-qc', 'other');
	shop.entities(customers('name: p.string(), age: p.integer().nullable()').replaceAll('\t', '  '));
	await shop.run(['makemigrations']);
	git('commit', '-qam', 'age');
	git('add', '.');
	git('commit', '-qm', 'migration');
	git('switch', '-q', 'main');
	git('checkout', '-q', '.');
	shop.entities(customers('rank: p.integer().default(1), name: p.string()'));
	await shop.run(['makemigrations']);
	git('add', '.');
	git('commit', '-qm', 'rank');
	assert.throws(() => git('merge', 'other'));
	const merged = readFileSync(path.join(shop.root, file), 'utf8');
	assert.equal(merged.match(/^<<<<<<< /gm)?.length, 1);
	assert.match(
		merged,
		/<<<<<<<.*\n {2}"head": "0002_customer_rank",\n=======\n {2}"head": "0002_customer_age",\n>>>>>>>/,
	);
	assert.match(merged, /"age": \{/);
	assert.match(merged, /"rank": \{/);
	const {stderr} = await shop.run(['makemigrations', '--merge'], 1);
	assert.match(
		stderr,
		/\.snapshot\.sqlite\.json cannot be read.*\nIf git left conflict markers in it/,
	);
});

test('a snapshot that is left over without migrations counts as nothing', async t => {
	const shop = makeShop(t, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	execFileSync('rm', [path.join(shop.root, 'shop/migrations/0001_initial.ts')]);
	assert.match((await shop.run(['makemigrations'])).stdout, /0001_initial\.ts/);
});
