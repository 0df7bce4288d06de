import assert from 'node:assert/strict';
import test from 'node:test';
import {MadeMigrations} from '../../../source/dashboard/make/made-migrations.ts';

const written = (app: string) => ({
	type: 'migration-written' as const,
	...{app, path: `${app}/migrations/0001_initial.ts`, operations: ['+ Create entity Profile']},
});

test('files are kept in their order', () => {
	const made = new MadeMigrations();
	made.take(written('auth'));
	made.take(written('shop'));
	assert.deepEqual(
		made.files.map(({app}) => app),
		['auth', 'shop'],
	);
});

test('the first question and the failure are kept', () => {
	const made = new MadeMigrations();
	const question = (id: string) => ({
		type: 'question' as const,
		...{id, kind: 'confirm' as const, text: '', choices: [], flag: ''},
	});
	made.take(question('a'));
	made.take(question('b'));
	made.take({type: 'error', code: 'x', message: 'Wrong.'});
	assert.equal(made.question!.question.id, 'a');
	assert.equal(made.failure!.message, 'Wrong.');
	assert.equal(made.files.length, 0);
});
