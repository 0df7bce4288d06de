import assert from 'node:assert/strict';
import test from 'node:test';
import {
	fieldByField,
	inOneRow,
	structuredLine,
} from '../../../../source/dashboard/log/lines/structured-line.ts';

const line = (record: object) => structuredLine(JSON.stringify(record));

test('a record is read whatever the logger calls its fields', () => {
	const pino = line({level: 40, time: 0, msg: 'slow', pid: 1, table: 'post'})!;
	assert.deepEqual(
		[pino.level, pino.name, pino.message, pino.fields],
		['warn', 'WARN', 'slow', {table: 'post'}],
	);
	assert.equal(pino.time!.getTime(), 0);
	const winston = line({level: 'crit', timestamp: '2026-03-02T10:00:00Z', message: 'gone'})!;
	assert.deepEqual([winston.level, winston.name, winston.message], ['error', 'CRIT', 'gone']);
	assert.equal(winston.time!.toISOString(), '2026-03-02T10:00:00.000Z');
});

test('what is no record of a logger is left alone', () => {
	for (const text of ['{"msg":"no level"}', 'GET /', '{"level":', '["level"]'])
		assert.equal(structuredLine(text), undefined, text);
	assert.equal(line({level: 30, time: 'no time'})!.time, undefined);
});

test('in one row errors and requests are short, and line ends are spaces', () => {
	const record = line({
		level: 50,
		msg: 'failed\nbadly',
		err: {type: 'TypeError', message: 'x is null', stack: '…'},
		req: {method: 'GET', url: '/a'},
		res: {statusCode: 500},
	})!;
	assert.equal(
		inOneRow(record, '10:00:00'),
		'10:00:00 ERROR failed badly  err=TypeError: x is null  req=GET /a  res=500',
	);
});

test('field by field, nested ones are indented and texts keep their lines', () => {
	assert.deepEqual(fieldByField({a: {b: 1}, stack: 'one\n  two', list: [1]}), [
		'    a:',
		'      b: 1',
		'    stack: one',
		'      two',
		'    list: [1]',
	]);
});
