import assert from 'node:assert/strict';
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {
	ByteReader,
	type LinesPlace,
	type ReaderOptions,
} from '../../../source/runs/files/byte-reader.ts';
import {temporaryFolder} from '../../support/project.ts';

const budget = Number.POSITIVE_INFINITY;

function readerOf(t: TestContext, options: ReaderOptions = {}) {
	const file = path.join(temporaryFolder(t), 'log');
	writeFileSync(file, '');
	const read: {bytes: Buffer; place: LinesPlace}[] = [];
	const take = (bytes: Buffer, place: LinesPlace) => read.push({bytes: Buffer.from(bytes), place});
	const reader = new ByteReader(file, take, options);
	t.after(() => reader.close());
	return {file, read, reader};
}

test('bytes are passed on as they are in the file, in whole lines, however they come', t => {
	const {file, read, reader} = readerOf(t);
	const texts = [
		Buffer.from('crlf\r\n\n\ttab \u001B[31mred\u001B[39m 日本語 👍\n'),
		Buffer.from([0xff, 0xe2, 0x82, 0x0a, 0x00, 0x0b, 0x0a]),
		Buffer.from(`${'x'.repeat(70_000)}\n`),
	];
	let seed = 3;
	const random = (below: number) => {
		seed = (seed * 48271) % 2147483647;
		return seed % below;
	};
	for (let round = 0; round < 200; round++) {
		const text = texts[random(20) === 0 ? 2 : random(2)]!;
		const cut = random(text.length);
		appendFileSync(file, text.subarray(0, cut));
		if (random(2) === 0) reader.read(budget);
		appendFileSync(file, text.subarray(cut));
		if (random(3) === 0) reader.read(budget);
	}
	reader.read(budget);
	const all = readFileSync(file);
	assert.ok(Buffer.concat(read.map(({bytes}) => bytes)).equals(all));
	let end = 0;
	for (const {bytes, place} of read) {
		assert.equal(place.start, end);
		assert.equal(bytes.at(-1), 0x0a);
		assert.ok(bytes.equals(all.subarray(place.start, place.end)));
		end = place.end;
	}
});

test('of a line of 1 MB only the beginning is kept, and its place is all of it', t => {
	const {file, read, reader} = readerOf(t, {longestLine: 100});
	const long = `${'é'.repeat(500_000)}\n`;
	appendFileSync(file, `before\n${long}after\n`);
	reader.read(budget);
	const texts = read.map(({bytes}) => bytes.toString());
	assert.deepEqual([texts[0], texts.at(-1)], ['before\n', 'after\n']);
	assert.match(texts[1]!, /^é{100}/);
	assert.ok(texts[1]!.length < 40_000, `${texts[1]!.length} letters`);
	assert.equal(read[1]!.place.end - read[1]!.place.start, Buffer.byteLength(long));
});

test('what begins within a line begins with the next one', t => {
	const {file, read, reader} = readerOf(t, {fromEnd: 6});
	appendFileSync(file, 'first\nsecond\nlast\n');
	reader.read(budget);
	assert.deepEqual(
		read.map(({bytes, place}) => [bytes.toString(), place.start]),
		[['last\n', 13]],
	);
});
