import assert from 'node:assert/strict';
import test from 'node:test';
import {RunProgress} from '../../../../source/dashboard/migrate/run/run-progress.ts';
import {identify} from '../../../../source/system/process-identity.ts';

const at = '2026-03-02T10:00:00Z';
const applying = (migration: string) =>
	({type: 'applying', migration, index: 1, total: 2, at}) as const;

test('steps are known from the plan, begin, and are done', () => {
	const progress = new RunProgress();
	progress.expect([{migration: 'a.1', direction: 'forwards'}, {migration: 'a.2'}]);
	progress.take(applying('a.1'));
	const {state, since, direction} = progress.steps.get('a.1')!;
	assert.deepEqual([state, since, direction], ['running', at, 'forwards']);
	progress.take({type: 'applied', migration: 'a.1', milliseconds: 12});
	progress.take({type: 'faked', migration: 'a.2', milliseconds: 0});
	assert.equal(progress.done, 2);
	assert.equal(progress.steps.get('a.2')!.faked, true);
	progress.expect([{migration: 'a.1'}]);
	assert.equal(progress.done, 2, 'a plan does not take back what is done');
});

test('the lock and the statement are those of the current step', () => {
	const progress = new RunProgress();
	progress.take({type: 'waiting-for-lock', holder: 'bob@web-2'});
	assert.equal(progress.waitingFor, 'bob@web-2');
	progress.take(applying('a.1'));
	progress.take({type: 'statement', index: 1, total: 2, sql: 'create table x'});
	assert.equal(progress.waitingFor, '');
	progress.take(applying('a.2'));
	assert.equal(progress.statement, undefined);
});

test('an error ends the step that was running', () => {
	const progress = new RunProgress();
	progress.take(applying('a.1'));
	progress.take({type: 'error', code: 'x', message: 'Gone.'});
	assert.equal(progress.steps.get('a.1')!.state, 'failed');
	assert.equal(progress.error!.message, 'Gone.');
});

test('output is kept line by line, and other events change nothing', () => {
	const progress = new RunProgress();
	progress.take({type: 'log', level: 'info', text: 'one\ntwo'});
	progress.take({type: 'migration-written', app: 'a', path: 'a/1.ts', operations: ['+ x']});
	assert.deepEqual(progress.output, ['one', 'two', 'a/1.ts', '  + x']);
	assert.equal(progress.take({type: 'run-ended', exitCode: 0}), false);
});

test('a question that nobody can answer here is an error with its flag', () => {
	const progress = new RunProgress();
	progress.take({
		type: 'question',
		...{id: 'x', kind: 'confirm', text: 'Sure?', choices: [], flag: '--noinput'},
	});
	assert.deepEqual(progress.error, {message: 'Sure?', hint: 'Answer it with --noinput.'});
});

test('a rehearsal goes there, back and there again', () => {
	const progress = new RunProgress();
	progress.take({
		...{type: 'run-started', run: 'a', kind: 'migrate', command: 'migrate', rehearses: true},
		...{operator: 'ann', host: 'web-1', ...identify(process.pid)},
	});
	for (const phase of ['plan', 'reverse', 'again'] as const) {
		progress.take({type: 'rehearsing', phase, migration: 'a.1', index: 1, total: 1, at});
		if (phase === 'again') break;
		const ended = {direction: 'forwards' as const, milliseconds: 5, statements: []};
		progress.take({type: 'rehearsed', phase, migration: 'a.1', ...ended});
	}
	assert.equal(progress.rehearses, true);
	assert.deepEqual(
		[...progress.steps].map(([name, {state}]) => `${name} ${state}`),
		['a.1 done', 'undo a.1 done', 'again a.1 running'],
	);
});
