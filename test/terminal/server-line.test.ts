import assert from 'node:assert/strict';
import test from 'node:test';
import {coloured, plain} from '../../source/terminal/colours.ts';
import {paintServerLine} from '../../source/terminal/server-line.ts';

const line = (status: number) => `[23/Nov/2026 22:27:35] "GET /a HTTP/1.1" ${status} 0 12ms`;

test('request lines are coloured by their status, as Django does', () => {
	const open: Record<number, string> = {
		302: '\u001B[32m',
		304: '\u001B[36m',
		404: '\u001B[33m',
		403: '\u001B[31;1m',
		500: '\u001B[35;1m',
	};
	for (const [status, code] of Object.entries(open)) {
		assert.equal(
			paintServerLine(line(Number(status)), coloured),
			`${code}${line(Number(status))}\u001B[0m`,
		);
	}
	assert.equal(paintServerLine(line(200), coloured), line(200));
	assert.equal(paintServerLine('404 is no request', coloured), '404 is no request');
});

test('without colours none is left, not even those of the log', () => {
	assert.equal(paintServerLine(line(500), plain), line(500));
	assert.equal(paintServerLine('\u001B[31mred\u001B[0m', plain), 'red');
	assert.equal(paintServerLine('\u001B[31mred\u001B[0m', coloured), '\u001B[31mred\u001B[0m');
});
