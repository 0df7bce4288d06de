import assert from 'node:assert/strict';
import test from 'node:test';
import {leftUnfinished, remediesFor} from '../../../source/dashboard/migrate/remedies.ts';
import {RunProgress} from '../../../source/dashboard/migrate/run/run-progress.ts';
import {ways} from '../../../source/errors/ways.ts';

function failed(part: object): RunProgress {
	const progress = new RunProgress();
	progress.take({
		type: 'failed',
		...{migration: 'auth.0002', statement: 1, sql: '', message: ''},
		...{
			rolledBack: false,
			alreadyExecuted: ['create table y'],
			ways: [ways.resume, ways.startOver],
		},
		...part,
	});
	return progress;
}
const keys = (progress: RunProgress, isSettled = false) =>
	remediesFor(progress, isSettled).map(({key, flag}) => [key, flag]);

test('an unfinished migration is resolved in one of its ways', () => {
	assert.deepEqual(keys(failed({})), [
		['r', '--resume'],
		['o', '--start-over'],
	]);
	assert.equal(leftUnfinished(failed({})), 'auth.0002');
});

test('one that was rolled back, or resolved since, is planned again', () => {
	assert.deepEqual(keys(failed({ways: []})), [['r', undefined]]);
	assert.deepEqual(keys(failed({}), true), [['r', undefined]]);
	assert.equal(leftUnfinished(failed({rolledBack: true})), undefined);
	assert.equal(leftUnfinished(failed({alreadyExecuted: []})), undefined);
});

test('a question about an unfinished migration has its ways as well', () => {
	const progress = new RunProgress();
	progress.take({
		type: 'question',
		...{id: 'unfinished', kind: 'unfinished', text: '', choices: [], flag: ''},
		...{migration: 'auth.0001', ways: [ways.markApplied]},
	});
	assert.deepEqual(keys(progress), [['a', '--mark-applied']]);
	assert.equal(leftUnfinished(progress), 'auth.0001');
});
