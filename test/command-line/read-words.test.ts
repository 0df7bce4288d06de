import assert from 'node:assert/strict';
import test from 'node:test';
import {defineCommand} from '../../source/command-definition/define-command.ts';
import {readWords} from '../../source/command-line/read-words.ts';

const squash = defineCommand({
	arguments: {app: {}, from: {optional: true}, to: {missing: 'Name the last migration.'}},
	flags: {
		noinput: {type: 'boolean', help: ''},
		squashedName: {type: 'string', short: 'n', help: ''},
		dialect: {type: 'string', many: true, help: ''},
	},
	refused: {sqash: 'That is spelt with a u.'},
	async *run() {},
});

const read = (...words: string[]) => readWords('squash', squash as never, words);

test('words that are left over go to the optional argument', () => {
	assert.deepEqual(
		[read('shop', '0002'), read('shop', '0001', '0002')].map(({from, to}) => [from, to]),
		[
			[undefined, '0002'],
			['0001', '0002'],
		],
	);
	assert.throws(() => read('shop'), {message: 'Name the last migration.', exitCode: 2});
	assert.throws(() => read('shop', '1', '2', '3'), {message: 'Unexpected argument: 3'});
});

test('--no-input is --noinput', () => {
	for (const word of ['--noinput', '--no-input']) {
		assert.equal(read('shop', '0002', word).noinput, true);
	}
	assert.equal(read('shop', '0002').noinput, false);
});

test('a flag’s value may follow it, stand in it, and be given again', () => {
	const {squashedName, dialect} = read(
		...['shop', '0002', '-n', 'one', '--squashed-name=two', '--dialect', 'mysql', '--dialect=all'],
	);
	assert.deepEqual([squashedName, dialect], ['two', ['mysql', 'all']]);
	assert.deepEqual(read('shop', '--', '--noinput').to, '--noinput');
});

test('a wrong flag is refused in one sentence, never with its value', () => {
	const sentence = (...words: string[]) => {
		let message = '';
		assert.throws(
			() => read('shop', '0002', ...words),
			(error: Error & {exitCode: number; hint: string}) => {
				message = error.message;
				return error.exitCode === 2 && error.hint.includes('quarterdeck squash --help');
			},
		);
		return message;
	};
	assert.equal(sentence('--noinput=canary'), '--noinput takes no value.');
	assert.equal(sentence('--dialect'), '--dialect needs a value.');
	assert.equal(sentence('--dialect', '--noinput'), '--dialect needs a value.');
	assert.equal(sentence('--dialct=canary'), 'Unknown option: --dialct. Did you mean --dialect?');
	assert.equal(sentence('--constructor'), 'Unknown option: --constructor.');
	assert.equal(sentence('--sqash=canary'), 'That is spelt with a u.');
});
