import assert from 'node:assert/strict';
import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	cachedComparison,
	cacheThatNothingIsUnmade,
	comparisonCache,
	isNothingLeft,
} from '../../../source/migrations/make/unmade-changes-cache.ts';
import {snapshotPath} from '../../../source/migrations/schema/snapshot.ts';
import {importedFiles, stateOf} from '../../../source/project/import/import-hooks.ts';
import {temporaryFolder} from '../../support/project.ts';
import {makeWorkshop} from '../../support/workshop.ts';

/** A project of one app whose entities were imported from a file, as if they were the only import. */
function importedShop(t: test.TestContext) {
	const {project} = makeWorkshop(t, ['shop']);
	const file = path.join(project.root, 'shop/entities.ts');
	mkdirSync(path.join(project.root, 'shop/migrations'), {recursive: true});
	writeFileSync(file, 'one');
	const imported = importedFiles() as Map<string, string>;
	const before = [...imported];
	imported.clear();
	imported.set(file, stateOf(file));
	t.after(() => {
		imported.clear();
		for (const [name, state] of before) imported.set(name, state);
	});
	const open: any = {entities: new Map([['shop', []]])};
	return {project, file, open};
}

const changes = new Map([['shop', ['Create entity Book']]]);

test('a result is cached until a file that it depends on changes', t => {
	const {project, file, open} = importedShop(t);
	const snapshot = snapshotPath(project.apps[0]!, 'sqlite');
	writeFileSync(snapshot, '{}');
	assert.equal(cachedComparison(project), undefined);
	comparisonCache(project, open)(changes);
	assert.deepEqual(cachedComparison(project), changes);
	writeFileSync(file, 'two');
	assert.equal(cachedComparison(project), undefined);
	writeFileSync(file, 'one');
	assert.deepEqual(cachedComparison(project), changes);
	writeFileSync(snapshot, '{"head": null}');
	assert.equal(cachedComparison(project), undefined);
});

test('another database or a new migration is another comparison', t => {
	const {project, open} = importedShop(t);
	cacheThatNothingIsUnmade(project, open, false);
	assert.deepEqual(cachedComparison(project), new Map([['shop', []]]));
	const database = {...project.settings.database, driver: 'mysql' as const};
	const other = {...project, settings: {...project.settings, database}};
	assert.equal(cachedComparison(other), undefined);
	writeFileSync(path.join(project.apps[0]!.migrationsFolder, '0001_one.ts'), '');
	assert.equal(cachedComparison(project), undefined);
});

test('nothing is cached if the files are unknown, or were saved after the import', t => {
	const {project, file, open} = importedShop(t);
	comparisonCache(project, {entities: new Map()} as never)(changes);
	assert.equal(cachedComparison(project), undefined);
	writeFileSync(file, 'longer');
	comparisonCache(project, open)(changes);
	assert.equal(cachedComparison(project), undefined);
});

test('the same files in another folder are the same comparison', t => {
	const {project, file, open} = importedShop(t);
	comparisonCache(project, open)(changes);
	const root = path.join(temporaryFolder(t), 'elsewhere');
	cpSync(project.root, root, {recursive: true, verbatimSymlinks: true});
	const [shop] = project.apps;
	const folder = path.join(root, 'shop');
	const apps = [{...shop!, folder, migrationsFolder: path.join(folder, 'migrations')}];
	assert.deepEqual(cachedComparison({...project, root, apps}), changes);
	writeFileSync(path.join(root, path.relative(project.root, file)), 'two');
	assert.equal(cachedComparison({...project, root, apps}), undefined);
});

test('a variable that a source names is part of the comparison', t => {
	const {project, file, open} = importedShop(t);
	for (const [source, isNamed] of [
		['table: process.env.SHOP_PREFIX', true],
		["table: process.env['SHOP_PREFIX']", true],
		['const {SHOP_PREFIX} = process.env;', true],
		["import {env} from 'node:process'; use(env);", true],
		['// see .env', false],
		['table: process.env.OTHER', false],
	] as const) {
		delete process.env.SHOP_PREFIX;
		writeFileSync(file, source);
		(importedFiles() as Map<string, string>).set(file, stateOf(file));
		comparisonCache(project, open)(changes);
		assert.deepEqual(cachedComparison(project), changes, source);
		process.env.SHOP_PREFIX = 'x_';
		t.after(() => delete process.env.SHOP_PREFIX);
		assert.deepEqual(cachedComparison(project), isNamed ? undefined : changes, source);
	}
});

test('a source that may read files is compared each time', t => {
	const {project, file, open} = importedShop(t);
	for (const source of [
		"import {readFileSync} from 'node:fs';",
		'const {readFile} = require("fs/promises");',
		"await import('child_process')",
	]) {
		writeFileSync(file, source);
		(importedFiles() as Map<string, string>).set(file, stateOf(file));
		comparisonCache(project, open)(changes);
		assert.equal(cachedComparison(project), undefined, source);
	}
});

test('a result that is broken, or of other software, is none', t => {
	const {project, open} = importedShop(t);
	comparisonCache(project, open)(changes);
	const kept = path.join(project.root, '.quarterdeck/compared.json');
	const text = readFileSync(kept, 'utf8');
	const broken = [
		text.slice(0, -20),
		'',
		'null',
		'[]',
		'{"files": 1}',
		text.replace(/"key":"../, '"key":"zz'),
	];
	for (const one of [...broken, text.replace(/"changes":\[.*?\]\]\]/, '"changes":[["shop",5]]')]) {
		assert.notEqual(one, text);
		writeFileSync(kept, one);
		assert.equal(cachedComparison(project), undefined, one);
	}
	writeFileSync(kept, text);
	assert.deepEqual(cachedComparison(project), changes);
	writeFileSync(path.join(project.root, 'node_modules/.package-lock.json'), '{"packages": {}}');
	assert.equal(cachedComparison(project), undefined);
});

test('what makemigrations has found and written is remembered until something changes', t => {
	const {project, file, open} = importedShop(t);
	const isLeft = () => [true, false].map(checksOnly => !isNothingLeft(project, checksOnly));
	comparisonCache(project, open)(new Map([['shop', []]]));
	assert.deepEqual(isLeft(), [true, true]);
	cacheThatNothingIsUnmade(project, open, true);
	assert.deepEqual(isLeft(), [false, true]);
	cacheThatNothingIsUnmade(project, open, false);
	comparisonCache(project, open)(new Map([['shop', []]]));
	assert.deepEqual(isLeft(), [false, false]);
	// Names in the snapshot of any dialect may want to be written.
	writeFileSync(snapshotPath(project.apps[0]!, 'mysql'), '{}');
	assert.deepEqual(isLeft(), [true, true]);
	cacheThatNothingIsUnmade(project, open, false);
	writeFileSync(file, 'two');
	assert.deepEqual(isLeft(), [true, true]);
});

test('the files of a comparison that is not repeated are watched all the same', t => {
	const {project, file, open} = importedShop(t);
	comparisonCache(project, open)(changes);
	const imported = importedFiles() as Map<string, string>;
	imported.clear();
	cachedComparison(project);
	assert.deepEqual([...imported], [[file, stateOf(file)]]);
});
