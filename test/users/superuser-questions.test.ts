import assert from 'node:assert/strict';
import test from 'node:test';
import type {Prompt} from '../../source/terminal/prompt.ts';
import {askAndCreate, freeName} from '../../source/users/superuser-questions.ts';
import {outcomeOf} from '../support/outcome-of.ts';
import {superusersThat} from '../support/superusers.ts';

/** A person who types these lines, in this order. */
function personTyping(...lines: (string | boolean)[]): Prompt & {asked: string[]} {
	const asked: string[] = [];
	const answer = async (question: string): Promise<any> => {
		asked.push(question);
		assert.ok(lines.length > 0, `nothing is left to answer: ${question}`);
		return lines.shift();
	};
	return {asked, text: answer, secret: answer, confirm: answer, choose: answer};
}

test('name, email address and password are asked, and an empty name is the own one', async () => {
	const superusers = superusersThat({});
	const prompt = personTyping('', ' ann@x.org ', 'secret!', 'secret!');
	const own = await freeName(superusers);
	const {result} = await outcomeOf(askAndCreate({bypassValidation: false}, superusers, prompt));
	assert.equal(result, 0);
	assert.deepEqual(superusers.created, [
		{username: own, email: 'ann@x.org', answers: {}, password: 'secret!'},
	]);
	assert.equal(prompt.asked[0], `Username (leave blank to use '${own}'): `);
});

test('a wrong answer is asked again, also one from a flag', async () => {
	const superusers = superusersThat(
		({username}): Record<string, string[]> => (username === 'bob' ? {username: ['Taken.']} : {}),
	);
	const prompt = personTyping('ann', '', 'a', 'b', 'secret!', 'secret!');
	const given = {username: 'bob', bypassValidation: false};
	const {events} = await outcomeOf(askAndCreate(given, superusers, prompt));
	assert.deepEqual(
		events.flatMap(event => (event.type === 'log' ? event.text : [])),
		['Error: Taken.', "Error: Your passwords didn't match.", 'Superuser created successfully.'],
	);
	assert.equal(superusers.created[0]?.username, 'ann');
});

test('a weak password is created after a second thought only', async () => {
	const superusers = superusersThat(
		({password}): Record<string, string[]> => (password === 'weak' ? {password: ['Weak.']} : {}),
	);
	const prompt = personTyping('ann', '', 'weak', 'weak', false, 'weak', 'weak', true);
	await outcomeOf(askAndCreate({bypassValidation: false}, superusers, prompt));
	assert.equal(superusers.created[0]?.password, 'weak');
});

test('the properties that the entity requires are asked, with their choices', async () => {
	const superusers = superusersThat({}, [
		{name: 'isKind', label: 'Is kind', kind: 'boolean'},
		{name: 'role', label: 'Role', kind: 'choice', choices: ['cook', 'mate']},
	]);
	const prompt = personTyping('ann', '', 'y', 'cook', 'secret!', 'secret!');
	await outcomeOf(askAndCreate({bypassValidation: false}, superusers, prompt));
	assert.deepEqual(superusers.created[0]?.answers, {isKind: 'y', role: 'cook'});
	assert.deepEqual(prompt.asked.slice(2, 4), ['Is kind [y/n]: ', 'Role (cook, mate): ']);
});
