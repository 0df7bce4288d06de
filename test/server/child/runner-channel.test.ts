import assert from 'node:assert/strict';
import test from 'node:test';
import {
	askRunner,
	receiveAnswer,
	sendToRunner,
} from '../../../source/server/child/runner-channel.ts';
import {asChild} from '../../support/as-child.ts';

test('each answer of the runner reaches the question that it belongs to, in any order', async t => {
	const {sent} = asChild(t);
	const asked = [3000, 4000].map(port => askRunner({what: 'socket', port, nth: 0}));
	const ids = sent.map(message => (message.type === 'question' ? message.id : assert.fail()));
	const answerOf = (message: string) => ({refusal: {code: 'EACCES', message}});
	receiveAnswer(ids[1]!, answerOf('second'), undefined);
	receiveAnswer(ids[0]!, answerOf('first'), 'a handle');
	receiveAnswer(ids[0]!, answerOf('too late'), undefined);
	assert.deepEqual(await Promise.all(asked), [
		{...answerOf('first'), handle: 'a handle'},
		{...answerOf('second'), handle: undefined},
	]);
});

test('a message is sent while the runner is connected, and dropped afterwards', t => {
	const {sent} = asChild(t);
	sendToRunner({type: 'closed'});
	Object.defineProperty(process, 'connected', {value: false, configurable: true});
	sendToRunner({type: 'closed'});
	assert.deepEqual(sent, [{type: 'closed'}]);
});
