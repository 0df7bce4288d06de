import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	cachedComparison,
	cacheThatNothingIsUnmade,
	comparisonCache,
} from '../../../source/migrations/make/unmade-changes-cache.ts';
import {snapshotPath} from '../../../source/migrations/schema/snapshot.ts';
import {importedFiles, stateOf} from '../../../source/project/import/import-hooks.ts';
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
	cacheThatNothingIsUnmade(project, open);
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
