import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import type {Interface} from 'node:readline';
import test, {type TestContext} from 'node:test';
import {stopWholeJob} from '../../source/terminal/whole-job.ts';

function atQuestion(t: TestContext) {
	const done: string[] = [];
	const before = process.stdin.setRawMode;
	process.stdin.setRawMode = isRaw => {
		done.push(isRaw ? 'raw' : 'cooked');
		return process.stdin;
	};
	t.after(() => {
		process.stdin.setRawMode = before;
	});
	t.mock.method(process, 'kill', (pid: number, signal: string) => done.push(`${signal} ${pid}`));
	const prompt = () => done.push('prompt');
	const lines = Object.assign(new EventEmitter(), {prompt}) as unknown as Interface;
	const listeners = process.listenerCount('SIGCONT');
	stopWholeJob(lines);
	return {lines, done, added: () => process.listenerCount('SIGCONT') - listeners};
}

test('^Z stops the whole job, and fg asks again', t => {
	const {lines, done, added} = atQuestion(t);
	lines.emit('SIGTSTP');
	assert.deepEqual(done.splice(0), ['cooked', 'SIGTSTP 0']);
	process.emit('SIGCONT');
	assert.deepEqual(done, ['raw', 'prompt']);
	assert.equal(added(), 0);
});

test('a question that is answered before SIGCONT leaves no listener', t => {
	const {lines, done, added} = atQuestion(t);
	lines.emit('SIGTSTP');
	assert.equal(added(), 1);
	done.length = 0;
	lines.emit('close');
	process.emit('SIGCONT');
	assert.deepEqual([done, added()], [[], 0]);
});
