import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {isCommandError} from '../../../source/errors/command-error.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShop} from '../../support/shop.ts';

/** Two apps, of which nothing says that stock needs shop; everything is applied. */
async function appliedShop(t: TestContext) {
	const shop = makeShop(t, '', undefined, ['./shop', './stock']);
	const one = shop.literalMigration('0001_one', {up: ['create table one (id int)']});
	const two = shop.literalMigration('0002_two', {
		dependencies: ['shop.0001_one'],
		up: ['create table two (id int)'],
	});
	const stock = path.join(shop.root, 'stock/migrations/0001_stock.ts');
	mkdirSync(path.dirname(stock), {recursive: true});
	writeFileSync(path.join(shop.root, 'stock/entities.ts'), '');
	writeFileSync(
		stock,
		readFileSync(one, 'utf8').replaceAll('one', 'stock').replace('shop.', 'stock.'),
	);
	await runCommand(shop.root, 'migrate');
	const refusal = async (...words: string[]) => {
		const error = await runCommand(shop.root, 'migrate', words).catch(error => error);
		assert.ok(isCommandError(error), `${words.join(' ')} was not refused`);
		assert.equal(error.code, 'missing-file');
		return error;
	};
	return {shop, one, two, stock, refusal};
}

test('a migration without a file cannot be unapplied, and its file is asked for', async t => {
	const {shop, one, two, refusal} = await appliedShop(t);
	const text = readFileSync(two, 'utf8');
	rmSync(two);
	for (const target of ['zero', '0001', '0002', '0002_two']) {
		const {message, hint} = await refusal('shop', target);
		assert.match(message, /^shop\.0002_two is applied, and its file is missing/);
		assert.match(
			hint ?? '',
			/^Bring shop\/migrations\/0002_two\.ts back from version control; its text when it was applied is in \.quarterdeck\/applied\.ndjson\.\n.*'quarterdeck migrate shop --prune'/,
		);
	}
	assert.deepEqual((await runCommand(shop.root, 'migrate', ['shop'])).ran, []);
	rmSync(one);
	await refusal('shop', '0001');
	await refusal('shop');

	rmSync(path.join(shop.root, '.quarterdeck/applied.ndjson'));
	assert.match((await refusal('shop', 'zero')).hint ?? '', / back from version control\.\n/);
	writeFileSync(two, text);
	const git = (...words: string[]) =>
		execFileSync('git', ['-c', 'user.name=ann', '-c', 'user.email=ann@example.org', ...words], {
			cwd: shop.root,
			encoding: 'utf8',
		});
	git('init', '--quiet');
	git('add', 'shop/migrations/0002_two.ts');
	git('commit', '--quiet', '--message=two');
	const hash = git('rev-parse', '--short', 'HEAD').trim();
	git('rm', '--quiet', 'shop/migrations/0002_two.ts');
	git('commit', '--quiet', '--message=none');
	assert.ok((await refusal('shop', 'zero')).hint?.includes(`is in git ${hash}.`));
});

test('a migration without a file may depend on another app, unless it was applied earlier', async t => {
	const {shop, stock} = await appliedShop(t);
	rmSync(stock);
	const warningsOf = async () => {
		const words = ['shop', '0001'];
		const {events} = await runCommand(shop.root, 'migrate', words, {plan: true});
		return events[0].steps[0].warnings.filter((text: string) => text.includes('missing-file'));
	};
	assert.match((await warningsOf())[0], /^stock\.0001_stock was applied after it and may need it/);
	shop.rows(
		"update mikro_orm_migrations set executed_at = '2020-01-01 00:00:00' where name like 'stock.%'",
	);
	assert.deepEqual(await warningsOf(), []);
	await runCommand(shop.root, 'migrate', ['shop', 'zero'], {'allow-data-loss': true});
	assert.deepEqual(shop.rows('select name from mikro_orm_migrations'), [
		{name: 'stock.0001_stock'},
	]);
});
