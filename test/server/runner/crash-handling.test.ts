import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {ensureStateFolder} from '../../../source/runs/state-folder.ts';
import {CrashHandling} from '../../../source/server/runner/crash-handling.ts';
import {RecordWriter} from '../../../source/server/runner/record-writer.ts';
import {temporaryFolder} from '../../support/project.ts';

function makeHandling(t: TestContext) {
	const root = temporaryFolder(t);
	ensureStateFolder(root);
	const of = {runId: 'r1', generation: 1, operator: 'ada', host: '127.0.0.1', port: 1};
	const writer = new RecordWriter(root, of, () => []);
	const [lines, answers, waits]: [string[], string[], number[]] = [[], [], []];
	const crashes = new CrashHandling({
		writer,
		say: line => lines.push(line),
		answerWith: ({message}) => answers.push(message),
		retry: milliseconds => waits.push(milliseconds),
	});
	return {writer, crashes, lines, answers, waits};
}

const killed = {code: null, signal: 'SIGKILL'} as const;

test('an application that was killed while it ran is started again, up to five times', t => {
	const {writer, crashes, answers, waits} = makeHandling(t);
	for (let time = 0; time < 5; time++) crashes.ended({phase: 'running'}, killed);
	assert.equal(waits.length, 5);
	assert.equal(writer.record.state, 'starting');
	assert.equal(writer.record.lastExit?.signal, 'SIGKILL');
	crashes.ended({phase: 'running'}, killed);
	assert.equal(waits.length, 5);
	assert.equal(writer.record.state, 'crashed');
	assert.deepEqual(answers, ['The application was killed by SIGKILL.']);
	crashes.reset();
	crashes.ended({phase: 'running'}, killed);
	assert.equal(waits.length, 6);
});

test('an application that exits is not started again; its reason is logged, recorded and shown', t => {
	const {writer, crashes, lines, answers, waits} = makeHandling(t);
	const failure = {message: 'urls.ts:3: x is not defined', file: '/p/urls.ts', line: 3};
	crashes.ended({phase: 'running'}, {code: 1, signal: null, failure});
	assert.deepEqual(lines, ['The application ended with exit code 1.']);
	assert.deepEqual(answers, [failure.message]);
	assert.deepEqual(waits, []);
	const {reason, file, line, code} = writer.record.lastExit!;
	assert.deepEqual([reason, file, line, code], [failure.message, '/p/urls.ts', 3, 1]);
});

test('a failed application already shows its reason, so its exit changes nothing', t => {
	const {writer, crashes, answers} = makeHandling(t);
	crashes.failed({message: 'No routes.'});
	crashes.ended({phase: 'failed'}, {code: 0, signal: null});
	assert.deepEqual(answers, []);
	assert.deepEqual(
		[writer.record.state, writer.record.lastExit?.reason],
		['crashed', 'No routes.'],
	);
});

test('a failure that no save can fix refuses the start, but not once the server has run', async t => {
	const hopeless = {message: 'It does not run in production.', code: 'production'};
	const first = makeHandling(t);
	first.crashes.failed(hopeless);
	await assert.rejects(first.crashes.refusal.verifyNone(), {code: 'production'});

	const later = makeHandling(t);
	later.writer.setState('running');
	later.crashes.isRunning();
	later.crashes.failed(hopeless);
	await later.crashes.refusal.verifyNone();
});

test('an application that was given up is answered with the reason', t => {
	const {writer, crashes, lines, answers} = makeHandling(t);
	crashes.gaveUp('It did not listen.');
	assert.deepEqual([lines, answers], [['It did not listen.'], ['It did not listen.']]);
	assert.equal(writer.record.state, 'crashed');
});
