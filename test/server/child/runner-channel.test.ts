import assert from 'node:assert/strict';
import test from 'node:test';
import {sendToRunner} from '../../../source/server/child/runner-channel.ts';
import {asChild} from '../../support/as-child.ts';

test('a message is sent while the runner is connected, and dropped afterwards', t => {
	const {sent} = asChild(t);
	sendToRunner({type: 'closed'});
	Object.defineProperty(process, 'connected', {value: false, configurable: true});
	sendToRunner({type: 'closed'});
	assert.deepEqual(sent, [{type: 'closed'}]);
});
