import assert from 'node:assert/strict';
import test from 'node:test';
import {
	loggedRequest,
	mayBeRequests,
	requestTime,
} from '../../../../source/dashboard/log/lines/request-line.ts';

const line = '[23/Nov/2026 22:27:35] "GET /a HTTP/1.1" 302 0 12ms';
const at = new Date(2026, 10, 23, 22, 27, 35).getTime();

test('a request is read from our own line and from pino-http’s', () => {
	assert.deepEqual(loggedRequest(line), {status: 302, milliseconds: 12, at});
	const record = {level: 30, time: at, req: {}, res: {statusCode: 500}, responseTime: 7, msg: 'x'};
	assert.deepEqual(loggedRequest(JSON.stringify(record)), {status: 500, milliseconds: 7, at});
	assert.equal(loggedRequest('GET /a'), undefined);
});

test('a record without a response, or without a time, is no request', () => {
	assert.equal(loggedRequest('{"level":30,"msg":"x","time":1}'), undefined);
	assert.equal(loggedRequest('{"level":30,"res":{"statusCode":200}}'), undefined);
});

test('a request line says when it was written', () => {
	assert.equal(requestTime(line)!.getTime(), at);
	assert.equal(requestTime('Listening'), undefined);
});

test('of bytes only the lines that may be of requests become text', () => {
	const lines = [line, 'Listening', '[info] [23] "x"', '', line, '{"level":30}', ' {', `x${line}`];
	assert.deepEqual(
		[...mayBeRequests(Buffer.from(`${lines.join('\n')}\n`))],
		[line, line, '{"level":30}'],
	);
	assert.deepEqual([...mayBeRequests(Buffer.from('{}\n'))], ['{}']);
	assert.deepEqual([...mayBeRequests(Buffer.alloc(0))], []);
});
