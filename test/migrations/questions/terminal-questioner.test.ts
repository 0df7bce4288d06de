import assert from 'node:assert/strict';
import test from 'node:test';
import {terminalQuestioner} from '../../../source/migrations/questions/terminal-questioner.ts';
import {needed, personSaying, renamed} from '../../support/questions.ts';

test('each candidate is asked about in turn, in the words of Django', async () => {
	const person = personSaying(false, true);
	assert.equal(await terminalQuestioner(person).renamedTo(renamed), 'about');
	assert.deepEqual(person.asked, [
		'Was customer.bio renamed to customer.note (text)? [y/N] ',
		'Was customer.bio renamed to customer.about (text)? [y/N] ',
	]);
	const none = terminalQuestioner(personSaying(false, false));
	assert.equal(await none.renamedTo(renamed), undefined);
});

test('a wrong value is asked for again, with the mistake', async () => {
	const person = personSaying(0, 'York', '', "'York'");
	assert.equal(await terminalQuestioner(person).oneOffDefault(needed), "'York'");
	const [choice, , second, third] = person.asked;
	assert.match(choice!, /^It is impossible to add a non-nullable property 'city' to customer/);
	assert.match(second!, /^York is not a value in SQL/);
	assert.match(third!, /^A value is needed/);
});

test('a person may quit, or leave rows with NULL to themselves', async () => {
	const quits = terminalQuestioner(personSaying(1));
	await assert.rejects(quits.oneOffDefault(needed), {code: 'answer-needed', exitCode: 3});
	const ignores = terminalQuestioner(personSaying(1));
	assert.equal(await ignores.oneOffDefault({...needed, reason: 'null'}), undefined);
});
