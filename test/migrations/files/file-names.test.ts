import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	migrationName,
	misnamedFiles,
	misnaming,
} from '../../../source/migrations/files/file-names.ts';
import {temporaryFolder} from '../../support/project.ts';

test('a migration has a number, and any module extension', () => {
	for (const ending of ['ts', 'js', 'mts', 'cjs'])
		assert.equal(migrationName(`0002_price.${ending}`), '0002_price');
	for (const other of ['price.ts', '0002.ts', '0002_price.d.ts', '0002_price.json', '0002_a b.ts'])
		assert.equal(migrationName(other), undefined, other);
});

test('both spellings of an accent give the same name', () => {
	const [composed, decomposed] = ['0001_größe', '0001_größe'.normalize('NFD')];
	assert.notEqual(decomposed, composed);
	assert.equal(migrationName(`${decomposed}.ts`), composed);
});

test('only files that look like migrations are misnamed', t => {
	const folder = temporaryFolder(t);
	for (const file of ['0003_a b.ts', '0002_a.b.ts', '0001_a.ts', '0001_a.test.ts', 'a b.ts'])
		writeFileSync(path.join(folder, file), '');
	const files = ['0002_a.b.ts', '0003_a b.ts'].map(file => path.join(folder, file));
	assert.deepEqual(misnamedFiles(folder), files);
	assert.deepEqual(misnamedFiles(path.join(folder, 'missing')), []);
});

const leftovers = [
	'0001_initial.ts.orig',
	'0001_initial.ts~HEAD',
	...['BACKUP', 'BASE', 'LOCAL', 'REMOTE'].map(side => `0001_initial_${side}_1234.ts`),
	'0002_price.ts.LOCAL.77.ts',
].sort();

test('what a merge tool left behind is no migration, and told as such', t => {
	const folder = temporaryFolder(t);
	for (const file of [...leftovers, '0001_initial.ts', '0002_base_1.ts'])
		writeFileSync(path.join(folder, file), '');
	assert.deepEqual(
		misnamedFiles(folder).map(file => path.basename(file)),
		leftovers,
	);
	for (const file of leftovers) {
		assert.equal(migrationName(file), undefined);
		assert.match(misnaming(file).message, /never runs: a merge tool left it there/);
		assert.match(misnaming(file).hint, /Delete it/);
	}
	assert.equal(migrationName('0002_base_1.ts'), '0002_base_1');
});

test('the hint for a misnamed file is a name that works', () => {
	const {hint} = misnaming('/shop/migrations/0002_new price (€).ts');
	const [name = ''] = /\S+\.ts/.exec(hint) ?? [];
	assert.equal(name, '0002_new_price_.ts');
	assert.ok(migrationName(name));
});
