import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {systemFailure} from '../../source/errors/system-error.ts';

function thrown(act: () => unknown): unknown {
	try {
		act();
	} catch (error) {
		return error;
	}
	throw new Error('Nothing was thrown.');
}

test('an error of the system is a sentence with a next step, however deep it is wrapped', () => {
	const error = thrown(() => readFileSync('/no/such/file'));
	for (const one of [error, new Error('Reading failed', {cause: error})]) {
		const failure = systemFailure(one)!;
		assert.equal(failure.message, '/no/such/file cannot be used: it does not exist (ENOENT).');
		assert.equal(failure.hint, 'Check the path and the links in it.');
		assert.equal(failure.exitCode, 1);
		assert.equal(failure.cause, one);
	}
});

test('limits of the system are named with the command that raises them', () => {
	const limits = {
		EMFILE: /ulimit -n/,
		ENFILE: /fs\.file-max/,
		ENOMEM: /ulimit -v/,
		EAGAIN: /ulimit -u/,
	};
	for (const [code, command] of Object.entries(limits)) {
		const error = Object.assign(new Error(code), {code, errno: -1, syscall: 'spawn node'});
		const {message, hint} = systemFailure(error)!;
		assert.match(message, new RegExp(`^A process cannot be started: .*\\(${code}\\)\\.$`));
		assert.match(hint!, command);
	}
});

test('a process that cannot be started says so', async () => {
	const child = spawn('/no/such/program');
	const [error] = await once(child, 'error');
	assert.equal(
		systemFailure(error)?.message,
		'A process cannot be started: it does not exist (ENOENT).',
	);
});

test('a thread that cannot be started is none of ours', () => {
	for (const code of ['ERR_WORKER_INIT_FAILED', 'ERR_WORKER_OUT_OF_MEMORY']) {
		const {message, hint} = systemFailure(Object.assign(new Error('Worker failed'), {code}))!;
		assert.match(message, new RegExp(`^The system .*\\(${code}\\)\\.$`));
		assert.match(hint!, /ulimit/);
	}
});

test('SQLite’s errors of the file are the system’s, and those of a statement are not', () => {
	const missing = thrown(() => new DatabaseSync('/no/such/folder/file'));
	assert.match(
		systemFailure(missing)!.message,
		/^The database cannot be used: it cannot be opened/,
	);
	const full = Object.assign(new Error('database or disk is full'), {code: 'SQLITE_FULL'});
	assert.equal(
		systemFailure(full)!.message,
		'The database cannot be used: the disk is full (SQLITE_FULL).',
	);
	const database = new DatabaseSync(':memory:');
	assert.equal(systemFailure(thrown(() => database.exec('select from'))), undefined);
	database.close();
});

test('an unknown code keeps the words of the system, and a bug is none of them', () => {
	const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
		...{code: 'ECONNREFUSED', errno: -111, syscall: 'connect'},
	});
	assert.equal(systemFailure(error)?.message, 'Connect ECONNREFUSED 127.0.0.1:1.');
	for (const bug of [new TypeError('x is not a function'), 'text', undefined, null])
		assert.equal(systemFailure(bug), undefined);
});
