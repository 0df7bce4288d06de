import assert from 'node:assert/strict';
import {mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {writeFileAtomically, writePiecesAtomically} from '../../source/system/atomic-file.ts';
import {temporaryFolder} from '../support/project.ts';

test('the new text is whole, with the mode that was asked for, and nothing is left beside it', t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'secret');
	writeFileAtomically(file, 'first', 0o600);
	writeFileAtomically(file, 'second', 0o600);
	assert.equal(readFileSync(file, 'utf8'), 'second');
	assert.equal(statSync(file).mode & 0o777, 0o600);
	assert.deepEqual(readdirSync(folder), ['secret']);
});

test('when it cannot be written, the old text stays and no half of the new one does', t => {
	const folder = temporaryFolder(t);
	mkdirSync(path.join(folder, 'taken'));
	writeFileSync(path.join(folder, 'taken/file'), 'old');
	assert.throws(() => writeFileAtomically(path.join(folder, 'taken'), 'new'));
	assert.deepEqual(readdirSync(folder), ['taken']);
	assert.equal(readFileSync(path.join(folder, 'taken/file'), 'utf8'), 'old');
});

test('a text that comes in pieces is whole, or leaves nothing', async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'log.txt');
	const long = `${'é'.repeat(200_000)}\n`;
	async function* pieces(fails: boolean) {
		yield 'one\ntwo\n';
		yield long;
		if (fails) throw new Error('no more');
		yield 'three\n';
	}
	await assert.rejects(writePiecesAtomically(file, pieces(true)), /no more/);
	assert.deepEqual(readdirSync(folder), []);
	assert.equal(await writePiecesAtomically(file, pieces(false), 0o600), 4);
	assert.equal(readFileSync(file, 'utf8'), `one\ntwo\n${long}three\n`);
	assert.equal(statSync(file).mode & 0o777, 0o600);
	assert.deepEqual(readdirSync(folder), ['log.txt']);
});
