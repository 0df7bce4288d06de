import assert from 'node:assert/strict';
import test from 'node:test';
import {QuestionForm} from '../../../source/dashboard/make/question-form.ts';
import {QuestionSheet} from '../../../source/dashboard/make/question-sheet.tsx';
import type {Question} from '../../../source/runs/events.ts';
import {keyNamed} from '../../support/in-memory-dashboard.ts';
import {drawInDialog} from '../../support/probe-dialog.tsx';

const rename: Question = {
	type: 'question',
	id: 'accounts.profile.bio',
	kind: 'rename-property',
	text: 'Was it renamed?',
	choices: ['about', 'removed'],
	flag: '--rename accounts.profile.bio=about',
};

/** What is between the borders. */
function rowsOf(t: test.TestContext, form: QuestionForm): string[] {
	const {lines} = drawInDialog(
		t,
		<QuestionSheet title="Question" wanted={40} form={form} esc="Esc cancel" />,
		form.field,
		{columns: 60, rows: 20},
	);
	return lines().flatMap(line => /┃ (.*?) *┃/.exec(line)?.[1] ?? []);
}

test('choices are numbered, and one is marked', t => {
	const form = new QuestionForm(rename);
	form.press(keyNamed('j'));
	const rows = rowsOf(t, form);
	assert.deepEqual(rows.slice(2, 5), ['  1  renamed to about', '› 2  no, it was removed', '']);
});

test('a value has a field, and the reason why the last one was none', t => {
	const form = new QuestionForm({...rename, kind: 'one-off-default', choices: []});
	form.field!.value = '7';
	form.mistake = 'No such column.';
	const text = rowsOf(t, form).join('\n');
	assert.match(text, /SQL expression 7 _+\nNo such column\./);
});
