import assert from 'node:assert/strict';
import test from 'node:test';
import {failureRows, failureText} from '../../../source/dashboard/migrate/failure-rows.ts';
import {RunProgress} from '../../../source/dashboard/migrate/run/run-progress.ts';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

plainLookForAll();
const failed = {
	type: 'failed' as const,
	...{migration: 'auth.0002', statement: 2, sql: 'create table x', message: 'x exists'},
	...{rolledBack: true, alreadyExecuted: [], ways: []},
};

function progressOf(...events: Parameters<RunProgress['take']>[0][]): RunProgress {
	const progress = new RunProgress();
	for (const event of events) progress.take(event);
	return progress;
}

test('the database’s message is the row that must be seen', () => {
	const {rows, main} = failureRows(progressOf(failed), 60, '');
	assert.deepEqual(rows.slice(0, 3), ['Statement 2:', '    create table x', 'x exists']);
	assert.equal(rows[main], 'x exists');
	assert.equal(rows.at(-1), 'Everything this migration did was rolled back.');
});

test('what stays in the database is named', () => {
	const stays = {...failed, rolledBack: false, alreadyExecuted: ['create table y']};
	const {rows} = failureRows(progressOf(stays), 60, '');
	assert.deepEqual(rows.slice(-2), [
		'NOT rolled back, still in the database:',
		'    create table y',
	]);
	assert.match(failureText(progressOf(stays)), /^auth\.0002, statement 2\n.*\n.*\nstill in the/);
	assert.equal(
		failureRows(progressOf({...stays, alreadyExecuted: []}), 60, '').rows.at(-1),
		'None of its statements ran.',
	);
});

test('an error without a migration has its hint', () => {
	const error = {type: 'error' as const, code: 'x', message: 'Wrong.', hint: 'Fix it.'};
	assert.deepEqual(failureRows(progressOf(error), 60, '').rows, ['Wrong.', '', 'Fix it.']);
	assert.equal(failureText(progressOf(error)), 'Wrong.\nFix it.');
});

test('a long error leaves what was rolled back in sight', () => {
	const lines = (what: string) => Array.from({length: 500}, (_, index) => `${what} ${index}`);
	const long = {...failed, sql: lines('column').join('\n'), message: lines('error').join('\n')};
	const {rows, main} = failureRows(progressOf(long), 60, ': o shows all');
	assert.equal(rows[main], 'error 0');
	assert.equal(rows[main - 1], '… 495 more rows: o shows all');
	assert.equal(rows.at(-1), 'Everything this migration did was rolled back.');
	assert.ok(rows.length <= 20, `${rows.length} rows`);
	assert.match(failureText(progressOf(long)), /error 499/);
});
