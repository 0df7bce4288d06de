import assert from 'node:assert/strict';
import test from 'node:test';
import {BatchSize} from '../../../source/migrations/backfill/batch-size.ts';

/** The size after some batches of which each row takes so long. */
function after(size: BatchSize, batches: number, perRow: number, isInTheWay = false): number {
	for (let batch = 0; batch < batches; batch++) size.took(size.rows * perRow, isInTheWay);
	return size.rows;
}

test('a batch grows until it takes half a second, on SQLite a quarter', () => {
	assert.equal(after(new BatchSize(false, true, null), 20, 0.02), 25_000);
	assert.equal(after(new BatchSize(true, true, null), 20, 0.02), 12_500);
});

test('it at most doubles, and is never more than a hundredth of the table, or than its author says', () => {
	assert.equal(after(new BatchSize(false, true, null), 1, 0.001), 2000);
	assert.equal(after(new BatchSize(false, true, 500_000), 20, 0.001), 5000);
	assert.equal(after(new BatchSize(false, true, 5_000_000), 20, 0.001), 50_000);
	assert.equal(after(new BatchSize(false, true, null, 70), 20, 0.001), 70);
	assert.equal(new BatchSize(false, true, null, 70).rows, 70);
	assert.equal(after(new BatchSize(false, false, null), 20, 0.001), 5000, 'of entities');
});

test('it is smaller while others wait for it, and grows again', () => {
	const size = new BatchSize(false, true, null);
	after(size, 20, 0.02);
	assert.equal(after(size, 10, 0.02, true), 2500);
	assert.ok(after(size, 3, 0.02) > 2500);
	assert.equal(after(size, 20, 0.02), 25_000);
});

test('it is halved when it gets no lock, to one row at last', () => {
	const size = new BatchSize(false, true, null);
	size.halve();
	assert.equal(size.rows, 500);
	for (let time = 0; time < 20; time++) size.halve();
	assert.equal(size.rows, 1);
	assert.ok(after(size, 5, 0.02) > 1);
});
