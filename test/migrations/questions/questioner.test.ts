import assert from 'node:assert/strict';
import test from 'node:test';
import {
	cachingQuestioner,
	collectingQuestioner,
	defaultText,
	nameInFlag,
	type Questioner,
	renameText,
} from '../../../source/migrations/questions/questioner.ts';
import {needed, renamed} from '../../support/questions.ts';

/** Gives these answers, and counts the questions. */
function answering(name: string | undefined, sql?: string): Questioner & {count: number} {
	const answer = async (text: string | undefined) => {
		questioner.count++;
		return text;
	};
	const questioner = {
		count: 0,
		renamedTo: () => answer(name),
		oneOffDefault: () => answer(sql),
		backwardsDefault: () => sql,
	};
	return questioner;
}

test('questions are asked in the words of Django, with the rows', () => {
	assert.equal(
		renameText({...renamed, property: undefined}, 'Client'),
		'Was the entity shop.Customer renamed to Client?',
	);
	assert.match(defaultText({...needed, rows: 1}), /'city' to customer.*\n1 row exists\.$/s);
	assert.match(defaultText({...needed, reason: 'null', rows: 2}), /\n2 rows have NULL\.$/);
	assert.match(defaultText(needed), /existing rows\.$/);
});

test('a flag names a property by its app and entity, or the entity alone', () => {
	assert.equal(nameInFlag(renamed), 'shop.customer.bio');
	assert.equal(nameInFlag({...renamed, property: undefined}), 'shop.customer');
});

test('a question for a second database gets the answer for the first', async () => {
	const person = answering('about', "''");
	const questioner = cachingQuestioner(person);
	for (const _ of ['sqlite', 'mysql']) {
		assert.equal(await questioner.renamedTo(renamed), 'about');
		assert.equal(await questioner.oneOffDefault(needed), "''");
	}
	assert.equal(person.count, 2);
	await questioner.oneOffDefault({...needed, reason: 'null'});
	assert.equal(person.count, 3, 'another reason is another question');
});

test('an answer that is not possible on a second database means a removal there', async () => {
	const questioner = cachingQuestioner(answering('about'));
	await questioner.renamedTo(renamed);
	assert.equal(await questioner.renamedTo({...renamed, candidates: ['note']}), undefined);
	const unlike = {...renamed, candidates: [], others: ['about']};
	assert.equal(await questioner.renamedTo(unlike), 'about');
});

test('answers are collected as flags, a removal only if there was a candidate', async () => {
	const collecting = collectingQuestioner(answering('about', "'x'"));
	await collecting.renamedTo(renamed);
	await collecting.oneOffDefault(needed);
	collecting.backwardsDefault({...needed, property: 'fax'});
	assert.deepEqual(collecting.answers, [
		'--rename shop.customer.bio=about',
		"--default shop.customer.city='x'",
		"--default shop.customer.fax='x'",
	]);
	const removing = collectingQuestioner(answering(undefined));
	await removing.renamedTo(renamed);
	await removing.renamedTo({...renamed, candidates: []});
	await removing.oneOffDefault(needed);
	assert.deepEqual(removing.answers, ['--rename shop.customer.bio=']);
});
