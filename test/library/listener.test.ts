import assert from 'node:assert/strict';
import test from 'node:test';
import {Listener} from '../../source/library/listener.ts';
import {log} from '../../source/runs/events.ts';

const event = log.info('ahoy');

test('a listener that throws ends the run, and is not called again', () => {
	const heard: unknown[] = [];
	const listener = new Listener(event => {
		heard.push(event);
		throw new Error('enough');
	}, undefined);
	listener.verify();
	assert.equal(listener.signal.aborted, false);
	listener.notify(event);
	listener.notify(event);
	assert.deepEqual(heard, [event]);
	assert.equal(listener.signal.aborted, true);
	assert.throws(() => listener.verify(), {message: 'enough'});
});

test("the caller's signal ends the run, too", () => {
	const ending = new AbortController();
	const listener = new Listener(undefined, ending.signal);
	listener.notify(event);
	ending.abort();
	assert.equal(listener.signal.aborted, true);
	listener.verify();
});
