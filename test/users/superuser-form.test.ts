import assert from 'node:assert/strict';
import {readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {Readable} from 'node:stream';
import test, {type TestContext} from 'node:test';
import {answerForm} from '../../source/users/superuser-form.ts';
import type {Superusers} from '../../source/users/superusers.ts';
import {outcomeOf} from '../support/outcome-of.ts';
import {temporaryFolder} from '../support/project.ts';
import {superusersThat} from '../support/superusers.ts';

const fields = {username: 'ann', email: '', password: 'secret!', passwordAgain: 'secret!'};

async function answers(t: TestContext, superusers: Superusers, ...messages: unknown[]) {
	const directory = temporaryFolder(t);
	writeFileSync(path.join(directory, 'settings.ts'), "import 'quarterdeck';\n");
	const lines = messages.map(message =>
		typeof message === 'string' ? message : `${JSON.stringify(message)}\n`,
	);
	const {signal} = new AbortController();
	const form = answerForm({directory, stdin: Readable.from(lines), signal}, superusers, 'me');
	const {events, result} = await outcomeOf(form);
	const shown = events.map(event => (event.type === 'result' ? event.value : event.type));
	return {shown, result, directory};
}

test('a check is answered with the errors of each field', async t => {
	const superusers = superusersThat({password: ['Weak.']});
	const {shown, result} = await answers(t, superusers, {type: 'check', ...fields});
	assert.deepEqual(shown, [
		{type: 'form', username: 'me'},
		{type: 'field-errors', errors: {password: ['Weak.']}},
	]);
	assert.equal(result, 130, 'the form was closed before anything was created');
});

test('the form ends when the superuser is created, which has a journal without the password', async t => {
	const superusers = superusersThat({});
	const {shown, result, directory} = await answers(t, superusers, {type: 'create', ...fields});
	assert.deepEqual(shown.slice(1), ['log', 'run-ended']);
	assert.equal(result, 0);
	assert.equal(superusers.created.length, 1);
	const runs = readdirSync(path.join(directory, '.quarterdeck/runs'));
	assert.equal(runs.length, 1);
});

test('a weak password is created only when that is asked for', async t => {
	const superusers = superusersThat({password: ['Weak.']});
	await answers(t, superusers, {type: 'create', ...fields});
	assert.deepEqual(superusers.created, []);
	await answers(t, superusers, {type: 'create', bypassValidation: true, ...fields});
	assert.equal(superusers.created.length, 1);
});

test('a line that is no message is refused without repeating it', async t => {
	for (const line of ['secret!\n', {type: 'create', username: 1, password: 'secret!'}]) {
		await assert.rejects(answers(t, superusersThat({}), line), error => {
			assert.doesNotMatch(String(error), /secret!/);
			return true;
		});
	}
});
