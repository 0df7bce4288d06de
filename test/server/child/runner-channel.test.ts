import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import test from 'node:test';
import type {FromChild} from '../../../source/server/control/messages.ts';

const script = `
	const {askRunner, receiveAnswer} = await import(${JSON.stringify(
		new URL('../../../source/server/child/runner-channel.ts', import.meta.url).href,
	)});
	process.on('message', ({id, answer}) => receiveAnswer(id, answer));
	const answers = await Promise.all([3000, 4000].map(port => askRunner({what: 'socket', port, nth: 0})));
	process.send(answers.map(({refusal}) => refusal.message));
	process.disconnect();
`;

test('each answer of the runner reaches the question that it belongs to, in any order', async () => {
	const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	const questions: Extract<FromChild, {type: 'question'}>[] = [];
	const answers = await new Promise(resolve => {
		child.on('message', (message: FromChild | string[]) => {
			if (Array.isArray(message)) return resolve(message);
			if (message.type === 'question') questions.push(message);
			if (questions.length < 2) return;
			for (const {id, question} of questions.reverse()) {
				const message = `port ${'port' in question ? question.port : ''}`;
				child.send({id, answer: {refusal: {code: '', message}}});
			}
		});
	});
	assert.deepEqual(answers, ['port 3000', 'port 4000']);
	await new Promise(resolve => child.once('exit', resolve));
});
