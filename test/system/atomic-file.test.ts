import assert from 'node:assert/strict';
import {
	chmodSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	writeFileAtomically,
	writePiecesAtomically,
	writeTogether,
} from '../../source/system/atomic-file.ts';
import {breakDisk, faults} from '../support/failing-disk.ts';
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

test('a file that is replaced keeps its permissions, unless others are asked for', t => {
	const file = path.join(temporaryFolder(t), 'settings.ts');
	writeFileSync(file, 'first');
	for (const mode of [0o600, 0o664]) {
		chmodSync(file, mode);
		writeFileAtomically(file, 'second');
		assert.equal(statSync(file).mode & 0o777, mode);
	}
	writeFileAtomically(file, 'third', 0o600);
	assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('when it cannot be written, the old text stays and no half of the new one does', t => {
	const folder = temporaryFolder(t);
	mkdirSync(path.join(folder, 'taken'));
	writeFileSync(path.join(folder, 'taken/file'), 'old');
	assert.throws(() => writeFileAtomically(path.join(folder, 'taken'), 'new'), {code: 'EISDIR'});
	assert.deepEqual(readdirSync(folder), ['taken']);
	assert.equal(readFileSync(path.join(folder, 'taken/file'), 'utf8'), 'old');
});

for (const {at, code} of faults) {
	test(`${code} at ${at}: all files stay as they were, whichever of them it strikes`, t => {
		const folder = temporaryFolder(t);
		const before = {'a.ts': 'old', 'b.json': '{"old": true}'};
		for (const struck of [/a\.ts/, /b\.json/, /new/]) {
			if (at === 'sync-folder' && !struck.test('new')) continue;
			for (const [name, text] of Object.entries(before))
				writeFileSync(path.join(folder, name), text);
			const of = at === 'sync-folder' ? /^/ : struck;
			const disk = breakDisk(t, {at, code, of});
			const files = ['a.ts', 'new/c.ts', 'b.json'];
			assert.throws(
				() =>
					writeTogether(
						files.map(name => ({path: path.join(folder, name), text: 'x'.repeat(999)})),
					),
				({message, hint, code: machine, cause}: any) => {
					assert.match(message, new RegExp(`^/.* cannot be written: .*\\(${code}\\)\\.$`));
					assert.match(hint, /^Nothing was written\. \w+.*[.\d]$/);
					return machine === 'not-written' && cause.code === code;
				},
			);
			disk.mend();
			assert.ok(disk.failures > 0);
			assert.deepEqual(readdirSync(folder).sort(), ['a.ts', 'b.json']);
			for (const [name, text] of Object.entries(before))
				assert.equal(readFileSync(path.join(folder, name), 'utf8'), text);
		}
	});
}

test('a disk that takes a part of each write takes all of it in the end', t => {
	const file = path.join(temporaryFolder(t), 'text');
	const text = 'äöü'.repeat(10_000);
	breakDisk(t, {at: 'short', code: 'ENOSPC', of: /text/, after: 99});
	writeFileAtomically(file, text);
	assert.equal(readFileSync(file, 'utf8'), text);
});

test('a file system that cannot sync folders, or has no links, is no failure', t => {
	const folder = temporaryFolder(t);
	breakDisk(t, {at: 'sync-folder', code: 'EINVAL', of: /^/});
	writeFileAtomically(path.join(folder, 'file'), 'text');
	assert.equal(readFileSync(path.join(folder, 'file'), 'utf8'), 'text');
});

test('of two texts for one file the last one is written', t => {
	const file = path.join(temporaryFolder(t), 'file');
	writeTogether(['first', 'last'].map(text => ({path: file, text})));
	assert.equal(readFileSync(file, 'utf8'), 'last');
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
	breakDisk(t, {at: 'rename', code: 'ENOSPC', of: /log/});
	await assert.rejects(writePiecesAtomically(file, pieces(false)), {code: 'not-written'});
	assert.deepEqual(readdirSync(folder), ['log.txt']);
	rmSync(file);
});
