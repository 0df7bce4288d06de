import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {findAppliedSource, saveSources} from '../../../source/migrations/edits/applied-source.ts';
import {readMigration} from '../../../source/migrations/files/reading.ts';
import {statePath} from '../../../source/runs/state-folder.ts';
import {temporaryFolder} from '../../support/project.ts';

const file = (root: string, source: string) => ({
	...{id: 'shop.0001_one', app: 'shop', name: '0001_one', dependencies: [], replaces: []},
	path: path.join(root, 'shop/migrations/0001_one.ts'),
	source,
});
const fingerprintOf = (source: string) => readMigration(source, '0001_one.ts').fingerprint;
const [first, second] = ['first();\n', 'second();\n'];

test('each saved text is found by its fingerprint', t => {
	const root = temporaryFolder(t);
	for (const source of [first, second]) saveSources(root, [file(root, source)]);
	const find = (source: string) => findAppliedSource(root, file(root, ''), fingerprintOf(source));
	assert.deepEqual(find(first), {text: first, from: '.quarterdeck/applied.ndjson'});
	assert.equal(find(second)?.text, second);
	assert.equal(find('third();\n'), undefined);
	const other = {...file(root, ''), id: 'stock.0001_one'};
	assert.equal(findAppliedSource(root, other, fingerprintOf(first)), undefined);
});

test('a text is saved once, and a class without a file never', t => {
	const root = temporaryFolder(t);
	for (const _ of [1, 2]) saveSources(root, [file(root, first)]);
	saveSources(root, [{...file(root, second), migration: class {}}]);
	const lines = readFileSync(statePath(root, 'applied.ndjson'), 'utf8').trim().split('\n');
	assert.deepEqual(
		lines.map(line => JSON.parse(line).text),
		[first],
	);
});

test('a text that was edited in the saved file does not count', t => {
	const root = temporaryFolder(t);
	saveSources(root, [file(root, first)]);
	const saved = statePath(root, 'applied.ndjson');
	writeFileSync(saved, readFileSync(saved, 'utf8').replace('first()', 'other()'));
	assert.equal(findAppliedSource(root, file(root, ''), fingerprintOf(first)), undefined);
});

test('a folder that cannot be written is no failure', t => {
	const root = path.join(temporaryFolder(t), 'file');
	writeFileSync(root, '');
	saveSources(root, [file(root, first)]);
	assert.equal(readFileSync(root, 'utf8'), '');
});

test('a committed text is found in git, though its folder is deleted', t => {
	const root = temporaryFolder(t);
	const {path: name} = file(root, first);
	mkdirSync(path.dirname(name), {recursive: true});
	const person = ['-c', 'user.name=ann', '-c', 'user.email=ann@example.org'];
	const git = (...words: string[]) => execFileSync('git', [...person, ...words], {cwd: root});
	git('init', '--quiet');
	for (const text of [first, second]) {
		writeFileSync(name, text);
		git('add', '.');
		git('commit', '--quiet', '--message=one');
	}
	const hash = git('rev-parse', '--short', 'HEAD~').toString().trim();
	rmSync(path.join(root, 'shop'), {recursive: true});
	const found = findAppliedSource(root, file(root, ''), fingerprintOf(first));
	assert.deepEqual(found, {text: first, from: `git ${hash}`});
});
