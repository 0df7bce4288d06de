import assert from 'node:assert/strict';
import test from 'node:test';
import {interruption} from '../../source/command-line/interruption.ts';

test('the first signal asks the command to end, and the second one ends the process', t => {
	const exit = t.mock.method(process, 'exit', () => undefined as never);
	const {signal, release} = interruption();
	t.after(release);
	process.emit('SIGTERM');
	assert.equal(signal.aborted, true);
	assert.equal(exit.mock.callCount(), 0);
	process.emit('SIGINT');
	assert.deepEqual(exit.mock.calls[0]!.arguments, [130]);
});

test('^C is left to the command’s child, but TERM is not', t => {
	const {signal, release} = interruption(true);
	t.after(release);
	process.emit('SIGINT');
	assert.equal(signal.aborted, false);
	process.emit('SIGTERM');
	assert.equal(signal.aborted, true);
});

test('signals are handled as before once it is released', () => {
	const count = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
	const before = count();
	const {interrupt, release, signal} = interruption();
	assert.equal(count(), before + 2);
	interrupt();
	assert.equal(signal.aborted, true);
	release();
	assert.equal(count(), before);
});
