import assert from 'node:assert/strict';
import test from 'node:test';
import {parseInspect, withoutInspect} from '../../../source/server/control/inspect.ts';

test('an address is a port, a host and a port, or the usual one', () => {
	const usual = {host: '127.0.0.1', port: 9229, breaks: false};
	assert.deepEqual(parseInspect('', false), usual);
	assert.deepEqual(parseInspect('9230', true), {...usual, port: 9230, breaks: true});
	assert.deepEqual(parseInspect('0.0.0.0:0', false), {...usual, host: '0.0.0.0', port: 0});
	assert.throws(() => parseInspect('here', false), {code: 'usage'});
});

test('the options of Node that open a debugger are taken out, and others stay', () => {
	for (const [given, rest, inspect] of [
		['--inspect', '', '127.0.0.1:9229'],
		['--inspect=9230 --enable-source-maps', '--enable-source-maps', '127.0.0.1:9230'],
		['--import tsx --inspect-brk=0.0.0.0:9231', '--import tsx', '0.0.0.0:9231 breaks'],
		['--inspect-wait', '', '127.0.0.1:9229 breaks'],
		['--inspect --inspect-port=9232', '', '127.0.0.1:9232'],
		['--inspect-port=9232', '', undefined],
		['--max-old-space-size=512', '--max-old-space-size=512', undefined],
		['--import=./--inspect', '--import=./--inspect', undefined],
	] as const) {
		const {environment, inspect: found} = withoutInspect({A: 'b', NODE_OPTIONS: given});
		assert.deepEqual(environment, {A: 'b', NODE_OPTIONS: rest}, given);
		const shown = found && `${found.host}:${found.port}${found.breaks ? ' breaks' : ''}`;
		assert.equal(shown, inspect, given);
	}
	assert.deepEqual(withoutInspect({A: 'b'}), {environment: {A: 'b'}});
});
