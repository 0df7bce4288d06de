import assert from 'node:assert/strict';
import test from 'node:test';
import {parseAnswers} from '../../../source/migrations/questions/answers.ts';
import type {Interaction} from '../../../source/migrations/questions/consent.ts';
import {FlagQuestioner} from '../../../source/migrations/questions/flag-questioner.ts';
import {collectingQuestioner} from '../../../source/migrations/questions/questioner.ts';
import {terminalQuestioner} from '../../../source/migrations/questions/terminal-questioner.ts';

/** Says what it was told to say, and notes what it was asked. */
function personSaying(...answers: unknown[]): Interaction['prompt'] & {asked: string[]} {
	const asked: string[] = [];
	const answer = async (question: string) => {
		asked.push(question);
		return answers.shift() as any;
	};
	return {asked, text: answer, confirm: answer, choose: answer};
}

const rename = {
	app: 'shop',
	entity: 'Customer',
	property: 'bio',
	candidates: ['note', 'about'],
	type: 'text',
};
const where = {table: 'customer', column: 'city'};
const needed = {
	app: 'shop',
	entity: 'Customer',
	property: 'city',
	reason: 'added',
	...where,
} as const;

test('each candidate is asked for, in the words of Django', async () => {
	const person = personSaying(false, true);
	assert.equal(await terminalQuestioner(person).renamedTo(rename), 'about');
	assert.deepEqual(person.asked, [
		'Was customer.bio renamed to customer.note (text)? [y/N] ',
		'Was customer.bio renamed to customer.about (text)? [y/N] ',
	]);
	assert.equal(await terminalQuestioner(personSaying(false, false)).renamedTo(rename), undefined);
});

test('a value that is none is asked for again', async () => {
	const person = personSaying(0, 'York', '', "'York'");
	assert.equal(await terminalQuestioner(person).oneOffDefault(needed), "'York'");
	assert.match(
		person.asked[0]!,
		/^It is impossible to add a non-nullable property 'city' to customer/,
	);
	assert.match(person.asked[2]!, /^York is not a value in SQL/);
	assert.match(person.asked[3]!, /^A value is needed/);
});

test('whoever quits gets code 3; whoever ignores NULL leaves it to the database', async () => {
	const quits = terminalQuestioner(personSaying(1));
	await assert.rejects(quits.oneOffDefault(needed), {exitCode: 3});
	const ignores = terminalQuestioner(personSaying(1));
	assert.equal(await ignores.oneOffDefault({...needed, reason: 'null'}), undefined);
});

test('a flag is asked before a person, whatever its case', async () => {
	const person = personSaying();
	const answers = parseAnswers(['Shop.customer.BIO = About'], ['shop.customer.city=0']);
	const questioner = new FlagQuestioner(answers, terminalQuestioner(person));
	assert.equal(await questioner.renamedTo(rename), 'about');
	assert.equal(await questioner.oneOffDefault(needed), '0');
	assert.deepEqual([person.asked, questioner.unanswered], [[], []]);
	const impossible = new FlagQuestioner(parseAnswers(['shop.customer.bio=age'], []));
	await assert.rejects(impossible.renamedTo(rename), {exitCode: 2, message: /note or about/});
});

test('without anybody, every open question is noted, with its flag', async () => {
	const questioner = new FlagQuestioner(parseAnswers([], []));
	await questioner.renamedTo(rename);
	await questioner.renamedTo({...rename, property: undefined, candidates: ['Client']});
	await questioner.oneOffDefault(needed);
	assert.deepEqual(
		questioner.unanswered.map(({kind, flag}) => [kind, flag]),
		[
			['rename-property', '--rename shop.customer.bio=note'],
			['rename-entity', '--rename shop.customer=Client'],
			['one-off-default', '--default shop.customer.city=SQL'],
		],
	);
});

test('what is hardly alike is not asked for, but a flag may say it', async () => {
	const unlike = {...rename, candidates: [], others: ['age']};
	const nobody = new FlagQuestioner(parseAnswers([], []));
	assert.equal(await nobody.renamedTo(unlike), undefined);
	assert.deepEqual(nobody.unanswered, []);
	const told = collectingQuestioner(
		new FlagQuestioner(parseAnswers(['shop.customer.bio=age'], [])),
	);
	assert.equal(await told.renamedTo(unlike), 'age');
	assert.deepEqual(told.answers, ['--rename shop.customer.bio=age']);
	const noted = collectingQuestioner(nobody);
	await noted.renamedTo(unlike);
	assert.deepEqual(noted.answers, []);
});

test('a flag that answers nothing is refused, but for what was removed anyway', async () => {
	const sentence = async (renames: string[], defaults: string[] = []) => {
		const questioner = new FlagQuestioner(parseAnswers(renames, defaults));
		await questioner.renamedTo(rename);
		questioner.backwardsDefault({app: 'shop', entity: 'Customer', property: 'fax'});
		try {
			questioner.verifyFlags();
			return undefined;
		} catch (error) {
			return (error as Error).message;
		}
	};
	assert.equal(
		await sentence(['shop.Customer.bio=note', 'shop.customer.gone='], ["shop.customer.fax=''"]),
		undefined,
	);
	assert.equal(
		await sentence(['shop.custmer.bio=note']),
		'--rename shop.custmer.bio=note answers no question about these changes.',
	);
	assert.equal(
		await sentence([], ['shop.customer.rank=3']),
		'--default shop.customer.rank=3 answers no question about these changes.',
	);
});

for (const value of [
	'0',
	'-1.5',
	"'it''s'",
	"''",
	'null',
	'TRUE',
	'current_timestamp',
	'now()',
	'(1 + 2)',
	"'{}'::jsonb",
]) {
	test(`${value} is a value in SQL`, () => {
		assert.equal(parseAnswers([], [`a.b.c=${value}`]).defaults.get('a.b.c'), value);
	});
}

for (const value of ['', 'York', "'open", "it's", '1; drop table x']) {
	test(`${value || 'nothing'} is none`, () => {
		assert.throws(() => parseAnswers([], [`a.b.c=${value}`]), {exitCode: 2});
	});
}
