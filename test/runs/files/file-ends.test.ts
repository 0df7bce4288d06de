import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {newlinesIn, parseLine, readEnds, readObject} from '../../../source/runs/files/file-ends.ts';
import {temporaryFolder} from '../../support/project.ts';

test('both ends of a file are read; of a short one they are the same', t => {
	const file = path.join(temporaryFolder(t), 'journal');
	writeFileSync(file, '0123456789');
	assert.deepEqual(readEnds(file, 4), {head: '0123', tail: '6789'});
	assert.deepEqual(readEnds(file, 100), {head: '0123456789', tail: '0123456789'});
	assert.equal(readEnds(`${file}.missing`, 4), undefined);
});

test('a line that is incomplete or no object is undefined', () => {
	assert.deepEqual(parseLine('{"a":1}'), {a: 1});
	for (const line of ['{"a":', '', '[1]', 'null', 'text']) assert.equal(parseLine(line), undefined);
});

test('a JSON file that is missing, damaged or a folder is undefined', t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'status.json');
	assert.equal(readObject(file), undefined);
	writeFileSync(file, '{"a":1}\n');
	assert.deepEqual(readObject(file), {a: 1});
	writeFileSync(file, '{"a":1');
	assert.equal(readObject(file), undefined);
	assert.equal(readObject(folder), undefined);
});

test('line ends are counted wherever the bytes begin, and what is nearly one is not', () => {
	const near = [0x0a, 0x0b, 0x09, 0x8a, 0x00, 0xff, 0x0a, 0x0a, 0x4a];
	const bytes = Buffer.from(
		Array.from({length: 400}, (_, index) => near[(index * 7 + (index >> 3)) % 9]!),
	);
	for (let start = 0; start < 9; start++) {
		for (let end = start; end < start + 30; end++) {
			const part = bytes.subarray(start, end);
			assert.equal(
				newlinesIn(part),
				part.filter(byte => byte === 0x0a).length,
				`${start} to ${end}`,
			);
		}
	}
	assert.equal(newlinesIn(bytes), bytes.filter(byte => byte === 0x0a).length);
});
