import assert from 'node:assert/strict';
import test from 'node:test';
import {log, stamped} from '../../source/runs/events.ts';

test('a line for display has its level, and its time once it is written', () => {
	assert.deepEqual(log.warning('Look.'), {type: 'log', level: 'warning', text: 'Look.'});
	const {at, ...rest} = stamped(log.info('Done.')) as {at: string};
	assert.deepEqual(rest, log.info('Done.'));
	assert.equal(new Date(at).toISOString(), at);
	assert.deepEqual(Object.keys(stamped(log.info('Done.'))), ['type', 'at', 'level', 'text']);
});
