import assert from 'node:assert/strict';
import test from 'node:test';
import type {Unfinished} from '../../../source/migrations/unfinished/progress.ts';
import {unfinishedQuestion} from '../../../source/migrations/unfinished/question.ts';

const statements = ['create table one (id int)', 'insert 2', 'insert 3', 'insert 4'];
const unfinished: Unfinished = {
	migration: 'shop.0002_two',
	direction: 'forwards',
	statements,
	done: 1,
	running: false,
	code: [],
	operator: 'ann',
	host: 'web-1',
	since: '2026-11-24T10:00:00.000Z',
};

/** What stands between what stays and what undoes it. */
function endOf(more: Partial<Unfinished>): string {
	const {text} = unfinishedQuestion({...unfinished, ...more}, 'mariadb');
	return text.split('create table one (id int)\n')[1]!.split('\nTo undo it:')[0]!;
}

test('the error is shown beside the statement that failed, with what was rolled back', () => {
	const message = 'No such table';
	const third = 'Statement 3 of 4 failed: No such table\n  insert 3\n';
	assert.equal(endOf({message, failed: 3}), `${third}Statement 2 was rolled back with it.`);
	assert.match(endOf({message, failed: 4}), /\nStatements 2 to 3 were rolled back with it\.$/);
	assert.equal(endOf({message, failed: 2}), 'Statement 2 of 4 failed: No such table\n  insert 2');
	assert.equal(endOf({message}), endOf({message, failed: 2}), 'a note of an earlier version');
	assert.match(endOf({message, done: 4}), /\nIt failed: No such table$/);
	assert.equal(endOf({message, failed: 0}), 'It failed: No such table');
	assert.match(endOf({}), /^Statement 2 of 4 had not started when the process ended:/);
	assert.match(endOf({running: true}), /^Statement 2 of 4 was running when the process ended/);
});

test('the question names its migration and the ways to settle it, without resume where code has run', () => {
	const idsOf = (code: string[]) => {
		const {migration, ways} = unfinishedQuestion({...unfinished, code}, 'mariadb');
		assert.equal(migration, 'shop.0002_two');
		return ways!.map(({id}) => id);
	};
	assert.deepEqual(idsOf([]), ['resume', 'mark-applied', 'start-over']);
	assert.deepEqual(idsOf(['insert by hand']), ['mark-applied', 'start-over']);
});
