import assert from 'node:assert/strict';
import test from 'node:test';
import {flagFor, QuestionForm} from '../../../source/dashboard/make/question-form.ts';
import type {Question} from '../../../source/runs/events.ts';
import {keyNamed} from '../../support/in-memory-dashboard.ts';

const rename: Question = {
	type: 'question',
	id: 'accounts.profile.bio',
	kind: 'rename-property',
	text: 'Was profile.bio renamed to profile.about?',
	choices: ['about', 'notes', 'removed'],
	flag: '--rename accounts.profile.bio=about',
};
const value: Question = {
	...rename,
	kind: 'one-off-default',
	choices: [],
	flag: '--default accounts.profile.city=SQL',
};

test('an answer becomes a flag of the command', () => {
	assert.deepEqual(flagFor(rename, 1), ['--rename', 'accounts.profile.bio=notes']);
	assert.deepEqual(flagFor(rename, 2), ['--rename', 'accounts.profile.bio=']);
	assert.deepEqual(flagFor(value, 0, "'Bonn'"), ['--default', "accounts.profile.city='Bonn'"]);
	assert.deepEqual(flagFor({...rename, flag: '--noinput'}, 0), ['--noinput']);
});

test('a choice is made by its number, or with the cursor and Enter', () => {
	const form = new QuestionForm(rename);
	assert.deepEqual(form.press(keyNamed('2')), flagFor(rename, 1));
	for (const key of ['k', 'j', 'j', 'j']) assert.equal(form.press(keyNamed(key)), true);
	assert.deepEqual(form.press(keyNamed('Enter')), flagFor(rename, 2));
	assert.equal(form.press(keyNamed('9')), false);
	assert.equal(form.chosen, 2);
});

test('a value is answered once it is typed', () => {
	const form = new QuestionForm(value);
	assert.equal(form.press(keyNamed('Enter')), true, 'an empty value is no answer');
	form.field!.value = ' 7 ';
	assert.deepEqual(form.press(keyNamed('Enter')), ['--default', 'accounts.profile.city=7']);
	assert.equal(form.press(keyNamed('Esc')), false);
});
