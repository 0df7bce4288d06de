import assert from 'node:assert/strict';
import test from 'node:test';
import {
	hasOpenQuote,
	isPlanned,
	isShell,
	mayRun,
	splitWords,
	wantsTerminal,
	withoutAnswers,
} from '../../../source/dashboard/commands/command-words.ts';

test('words are split as a shell splits them', () => {
	assert.deepEqual(splitWords(`migrate "my app" 'a b' c`), ['migrate', 'my app', 'a b', 'c']);
	assert.deepEqual(splitWords('  '), []);
	assert.deepEqual(splitWords('a ""'), ['a', '']);
	assert.deepEqual(splitWords(`--rename a="b c"'d'e`), ['--rename', 'a=b cde']);
	assert.deepEqual([`it's`, `"a' b`, `'a' "b"`, `"it's"`].map(hasOpenQuote), [
		true,
		true,
		false,
		false,
	]);
});

test('a read-only session may run commands that only read, and previews', () => {
	for (const line of ['status', 'migrate --plan', 'makemigrations --dry-run', 'shop:import --help'])
		assert.equal(mayRun(splitWords(line)), true, line);
	for (const line of ['migrate', 'shell', 'shop:import', 'shop:import --plan', ''])
		assert.equal(mayRun(splitWords(line)), false, line);
});

test('a migrate that resolves or restores something has no plan', () => {
	assert.equal(isPlanned(['auth', 'zero']), true);
	for (const flag of ['--restore', '--prune', '--resume', '--mark-applied', '--start-over'])
		assert.equal(isPlanned([flag]), false, flag);
});

test('answers to questions are left out when a migrate is repeated', () => {
	const words = ['auth', '--resume', '--allow-data-loss', '--allow-production', '--fake'];
	assert.deepEqual(withoutAnswers(words), ['auth', '--fake']);
});

test('shells and questions need the terminal, their help does not', () => {
	assert.equal(wantsTerminal(['dbshell']), true);
	assert.equal(wantsTerminal(['createsuperuser']), true);
	assert.equal(wantsTerminal(['shell', '--help']), false);
	assert.equal(wantsTerminal(['check']), false);
	assert.equal(isShell(['changepassword']), false);
});
