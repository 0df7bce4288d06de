import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {lineDiff} from '../../../source/migrations/edits/show-edit.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShop, type Shop} from '../../support/shop.ts';

/** An applied migration of three statements. @returns its file as well */
async function appliedShop(t: test.TestContext): Promise<{shop: Shop; file: string}> {
	const shop = makeShop(t);
	const file = shop.literalMigration('0001_initial', {
		up: ['create table item (id int)', 'create table tag (id int)', 'insert into tag values (1)'],
	});
	await runCommand(shop.root, 'migrate');
	return {shop, file};
}

function edit(file: string): void {
	const text = readFileSync(file, 'utf8');
	writeFileSync(file, text.replace('insert into tag values (1)', 'insert into tag values (2)'));
}

async function differenceOf({root}: Shop): Promise<any> {
	const {events} = await runCommand(root, 'sqlmigrate', ['shop', '0001'], {diff: true});
	return events[0];
}

const changed = [
	{sign: '-', text: '    this.addSql(`insert into tag values (1)`);'},
	{sign: '+', text: '    this.addSql(`insert into tag values (2)`);'},
];
const onlyChanged = (lines: {sign: string}[]) => lines.filter(({sign}) => /[-+]/.test(sign));

test('the changes of a migration since it was applied are shown line by line', async t => {
	const {shop, file} = await appliedShop(t);
	assert.match(
		(await differenceOf(shop)).text,
		/0001_initial\.ts does what it did when it was applied/,
	);
	writeFileSync(file, `// only a comment\n${readFileSync(file, 'utf8')}`);
	assert.equal((await differenceOf(shop)).value.edited, false);
	edit(file);
	const {value, text} = await differenceOf(shop);
	assert.deepEqual(
		[value.migration, value.edited, value.from],
		['shop.0001_initial', true, '.quarterdeck/applied.ndjson'],
	);
	assert.deepEqual(onlyChanged(value.lines).slice(-2), changed);
	assert.match(
		text,
		/^--- shop\/migrations\/0001_initial\.ts, as it was applied \d{4}-.+ UTC \(\.quarterdeck\/applied\.ndjson\)\n\+\+\+ /,
	);
	const kept = path.join(shop.root, '.quarterdeck/applied.ndjson');
	assert.equal(statSync(kept).mode & 0o777, 0o600);
	await runCommand(shop.root, 'migrate', ['shop', 'zero'], {'allow-data-loss': true});
	await runCommand(shop.root, 'migrate');
	await runCommand(shop.root, 'migrate', ['shop', 'zero'], {'allow-data-loss': true});
	await runCommand(shop.root, 'migrate');
	const lines = readFileSync(kept, 'utf8').trim().split('\n');
	assert.equal(lines.length, 2, 'each text is kept once');
});

test('if the applied text was not saved, it is taken from git', async t => {
	const {shop, file} = await appliedShop(t);
	const git = (...words: string[]) =>
		execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...words], {cwd: shop.root});
	const commit = () => git('commit', '-qam', 'work');
	rmSync(path.join(shop.root, '.quarterdeck/applied.ndjson'));
	const text = readFileSync(file, 'utf8');
	edit(file);
	await assert.rejects(differenceOf(shop), {
		code: 'unknown-text',
		message: /neither .quarterdeck nor/,
	});

	git('init', '-q');
	writeFileSync(file, text);
	git('add', file);
	commit();
	edit(file);
	commit();
	const {from, lines} = (await differenceOf(shop)).value;
	assert.match(from, /^git [0-9a-f]{7,}$/);
	assert.deepEqual(onlyChanged(lines), changed);
});

test('a saved text that is not the one that ran is not used', async t => {
	const {shop, file} = await appliedShop(t);
	const kept = path.join(shop.root, '.quarterdeck/applied.ndjson');
	writeFileSync(kept, readFileSync(kept, 'utf8').replace('(id int)', '(id text)'));
	edit(file);
	await assert.rejects(differenceOf(shop), {code: 'unknown-text'});
});

test('a migration that is not applied, or was applied by another program, cannot be compared', async t => {
	const {shop} = await appliedShop(t);
	await runCommand(shop.root, 'migrate', ['shop', 'zero']);
	await assert.rejects(differenceOf(shop), {code: 'not-applied'});
	shop.rows("insert into mikro_orm_migrations (name) values ('shop.0001_initial')");
	await assert.rejects(differenceOf(shop), {
		code: 'unknown-text',
		message: /Quarterdeck did not apply it/,
	});
});

test('of a long text only the lines around a change are shown, with marks for the rest', () => {
	const lines = Array.from({length: 20}, (_, index) => `line ${index}`);
	const after = lines.with(1, 'one').with(15, 'fifteen');
	const shown = lineDiff(`${lines.join('\n')}\n`, `${after.join('\n')}\n`);
	assert.deepEqual(
		shown.map(({sign, text}) => sign + text.replace('line ', '')).join(' '),
		' 0 -1 +one  2  3  4 …  12  13  14 -15 +fifteen  16  17  18 …',
	);
});
