import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {ReadingCache} from '../../../source/migrations/files/reading-cache.ts';
import {temporaryFolder} from '../../support/project.ts';

const text = "export default class {\n\tstatic dependencies = ['a.0001_x'];\n}\n";

/** A project whose cache has been saved. */
function savedCache(t: TestContext) {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, '.quarterdeck'));
	const cache = new ReadingCache(root);
	const {fingerprint} = cache.read(text, 'a.ts');
	cache.save([fingerprint]);
	return {root, fingerprint, file: path.join(root, '.quarterdeck/readings.json')};
}

/** Whether the text had to be read, and not its summary alone. */
function isReadAnew(root: string, source = text): boolean {
	const {statics, reading} = new ReadingCache(root).read(source, 'a.ts');
	assert.deepEqual(statics, source === text ? {dependencies: ['a.0001_x']} : {});
	return reading !== undefined;
}

test('a file that was read once is cached for the next run, and an edited file is read again', t => {
	const {root} = savedCache(t);
	assert.equal(isReadAnew(root), false);
	assert.equal(isReadAnew(root, 'export default class {}'), true);
});

function isKnown(root: string, source: string): boolean {
	return new ReadingCache(root).read(source, 'a.ts').reading === undefined;
}

const damages: Record<string, (saved: string) => string> = {
	'is cut off': saved => saved.slice(0, -5),
	'is empty': () => '',
	'says something else': saved => saved.replace('a.0001_x', 'a.0002_y'),
	'is of another version': saved => saved.replace(/^\S+/, '0.0.1'),
	'is no JSON': () => '\nnonsense',
};

for (const [what, damage] of Object.entries(damages)) {
	test(`a cache that ${what} is ignored`, t => {
		const {root, file} = savedCache(t);
		const saved = readFileSync(file, 'utf8');
		assert.notEqual(damage(saved), saved);
		writeFileSync(file, damage(saved));
		assert.equal(isReadAnew(root), true);
	});
}

test('two runs that save at once leave a valid cache', t => {
	const {root, fingerprint} = savedCache(t);
	const caches = [new ReadingCache(root), new ReadingCache(root)];
	const others = caches.map((cache, index) => cache.read(`// ${index}\n${text}`, 'a.ts'));
	caches.forEach((cache, index) => {
		cache.save([fingerprint, others[index]!.fingerprint]);
	});
	assert.equal(isReadAnew(root), false);
	const known = caches.filter((_, index) => !isKnown(root, `// ${index}\n${text}`));
	assert.equal(known.length, 1, 'what the other one has read is read again');
});

test('the cache has no statements and no deleted files, and makes no folder', t => {
	const {root, file} = savedCache(t);
	const cache = new ReadingCache(root);
	const sends = `import {Migration} from '@mikro-orm/migrations';
export class A extends Migration { up() { this.addSql('select 1'); } }`;
	const {fingerprint, reading} = cache.read(sends, 'a.ts');
	assert.deepEqual(reading?.literal?.up.statements, ['select 1']);
	cache.save([fingerprint]);
	assert.doesNotMatch(readFileSync(file, 'utf8'), /select 1|a\.0001_x/);

	const other = temporaryFolder(t);
	const unsaved = new ReadingCache(other);
	unsaved.save([unsaved.read(text, 'a.ts').fingerprint]);
	assert.equal(existsSync(path.join(other, '.quarterdeck')), false);
});
