import assert from 'node:assert/strict';
import test from 'node:test';
import {sendAgain} from '../../../source/migrations/unfinished/send-again.ts';

const failing = (message: string) => () => Promise.reject(new Error(message));

test('a change of the schema that is made already counts as success', async () => {
	await sendAgain('create table a (b int)', failing("Table 'a' already exists"));
	await sendAgain('alter table a drop b', failing("Can't DROP COLUMN `b`"));
});

test('any other error is thrown', async () => {
	await assert.rejects(sendAgain('create table a (b int)', failing('disk full')), /disk full/);
});

test('rows may not be written twice, so their error is thrown', async () => {
	await assert.rejects(
		sendAgain('insert into a values (1)', failing('already exists')),
		/already exists/,
	);
});
