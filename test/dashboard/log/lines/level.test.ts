import assert from 'node:assert/strict';
import test from 'node:test';
import {levelOf, mayBeBad, requestStatus} from '../../../../source/dashboard/log/lines/level.ts';

const request = (status: number) =>
	`[23/Nov/2026 22:27:35] "GET /account/ HTTP/1.1" ${status} 0 12ms`;

test('a line has the level of its status or of its words', () => {
	assert.equal(requestStatus(request(302)), 302);
	assert.deepEqual(
		[200, 302, 404, 500].map(status => levelOf(request(status))),
		['info', 'info', 'warn', 'error'],
	);
	assert.equal(levelOf('TypeError: author is null'), 'error');
	assert.equal(levelOf('    at Comment.create (comment.ts:41:17)'), 'error');
	assert.equal(levelOf('WARNING: This is a development server.'), 'warn');
	assert.equal(levelOf('Error: boom'), 'error');
	assert.equal(levelOf('\u001B[31mERROR\u001B[39m boom'), 'error');
	assert.equal(levelOf('\u001B[33mWARN\u001B[39m slow'), 'warn');
	assert.equal(levelOf('no terror here'), 'info');
	assert.equal(levelOf('{"level":50,"msg":"boom"}'), 'error');
	assert.equal(levelOf('{"level":30,"msg":"no error"}'), 'info');
	assert.equal(levelOf('{"level":20,"msg":"cache miss"}'), 'debug');
	assert.equal(levelOf('[DEBUG] cache miss'), 'debug');
	assert.equal(levelOf('debug: cache miss'), 'debug');
	assert.equal(levelOf('Nothing to debug here'), 'info');
});

test('no warning or error escapes the quick look at many lines', () => {
	for (const line of [
		'TypeError: x',
		'WARNING: x',
		'    at a (b.ts:1:2)',
		request(404),
		request(500),
	])
		assert.equal(mayBeBad(`fine\n${line}\nfine`), true, line);
	for (const level of ['50', '"error"', '"Fatal"'])
		assert.equal(mayBeBad(`{"level":${level}}`), true, level);
	assert.equal(mayBeBad(`fine\n${request(200)}`), false);
});
