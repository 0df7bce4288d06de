import assert from 'node:assert/strict';
import test from 'node:test';
import {coloured, plain} from '../../source/terminal/colours.ts';
import {paintServerLine} from '../../source/terminal/server-line.ts';

const line = (status: number) => `[23/Nov/2026 22:27:35] "GET /a HTTP/1.1" ${status} 0 12ms`;

test('request lines are coloured by their status', () => {
	for (const [status, code] of [
		[200, 32],
		[302, 36],
		[404, 33],
		[500, 31],
	] as const) {
		const painted = `\u001B[${code}m${line(status)}\u001B[0m`;
		assert.equal(paintServerLine(line(status), coloured), painted);
	}
	assert.equal(paintServerLine('404 is no request', coloured), '404 is no request');
});

test('without colours none is left, not even those of the log', () => {
	assert.equal(paintServerLine(line(500), plain), line(500));
	assert.equal(paintServerLine('\u001B[31mred\u001B[0m', plain), 'red');
	assert.equal(paintServerLine('\u001B[31mred\u001B[0m', coloured), '\u001B[31mred\u001B[0m');
});
