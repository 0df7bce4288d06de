import assert from 'node:assert/strict';
import test from 'node:test';
import {parseAnswers} from '../../../source/migrations/questions/answers.ts';
import {FlagQuestioner} from '../../../source/migrations/questions/flag-questioner.ts';
import {terminalQuestioner} from '../../../source/migrations/questions/terminal-questioner.ts';
import {needed, personSaying, renamed} from '../../support/questions.ts';

const withFlags = (renames: string[], defaults: string[] = []) =>
	new FlagQuestioner(parseAnswers(renames, defaults));

test('a flag answers before a person, in any case', async () => {
	const person = personSaying();
	const answers = parseAnswers(['Shop.customer.BIO = About'], ['shop.customer.city=0']);
	const questioner = new FlagQuestioner(answers, terminalQuestioner(person));
	assert.equal(await questioner.renamedTo({...renamed, property: 'Bio'}), 'about');
	assert.equal(await questioner.oneOffDefault(needed), '0');
	assert.deepEqual([person.asked, questioner.unanswered], [[], []]);
});

test('a flag that names no candidate is a usage error that lists them', async () => {
	const impossible = withFlags(['shop.customer.bio=age']);
	await assert.rejects(impossible.renamedTo(renamed), {exitCode: 2, message: /note or about/});
	await assert.rejects(impossible.renamedTo({...renamed, candidates: []}), /there is nothing new/);
});

test('without a person, every question is unanswered, with its flag', async () => {
	const questioner = withFlags([]);
	await questioner.renamedTo(renamed);
	await questioner.renamedTo({...renamed, property: undefined, candidates: ['Client']});
	await questioner.renamedTo({...renamed, candidates: ["reader's note"]});
	await questioner.oneOffDefault(needed);
	assert.deepEqual(
		questioner.unanswered.map(({kind, flag}) => [kind, flag]),
		[
			['rename-property', '--rename shop.customer.bio=note'],
			['rename-entity', '--rename shop.customer=Client'],
			['rename-property', "--rename 'shop.customer.bio=reader'\\''s note'"],
			['one-off-default', '--default shop.customer.city=SQL'],
		],
	);
});

test('an unlike candidate is not asked about, but a flag may name it', async () => {
	const unlike = {...renamed, candidates: [], others: ['age']};
	const questioner = withFlags([]);
	assert.equal(await questioner.renamedTo(unlike), undefined);
	assert.deepEqual(questioner.unanswered, []);
	assert.equal(await withFlags(['shop.customer.bio=age']).renamedTo(unlike), 'age');
});

test('the question says how many rows it is about', async () => {
	const questioner = new FlagQuestioner(undefined, undefined, async () => ({
		rows: 3,
		isEmpty: false,
	}));
	await questioner.oneOffDefault(needed);
	assert.match(questioner.unanswered[0]!.text, /\n3 rows exist\.$/);
});

test('a table without rows needs no value', async () => {
	const questioner = new FlagQuestioner(undefined, undefined, async () => ({
		rows: 0,
		isEmpty: true,
	}));
	assert.equal(await questioner.oneOffDefault(needed), undefined);
	assert.deepEqual(questioner.unanswered, []);
});

test('a flag may name the column on both sides', async () => {
	const placed = {...renamed, place: 'the_bio', places: {note: 'the_note', about: 'the_text'}};
	const questioner = withFlags(['shop.customer.the_bio=the_text']);
	assert.equal(await questioner.renamedTo(placed), 'about');
	questioner.verifyFlags();
});

test('a flag that answers no question is refused, with those that would', async () => {
	const verify = async (renames: string[], defaults: string[] = []) => {
		const questioner = withFlags(renames, defaults);
		await questioner.renamedTo(renamed);
		questioner.backwardsDefault({app: 'shop', entity: 'Customer', property: 'fax'});
		questioner.verifyFlags();
	};
	await verify(['shop.Customer.bio=note'], ["shop.customer.fax=''"]);
	await assert.rejects(verify(['shop.custmer.bio=note']), {
		message: '--rename shop.custmer.bio=note answers no question about these changes.',
		hint: 'These would: --rename shop.customer.bio=….',
		exitCode: 2,
	});
	await assert.rejects(verify(['shop.customer.gone=']), {exitCode: 2});
	await assert.rejects(verify([], ['shop.customer.rank=3']), {
		message: '--default shop.customer.rank=3 answers no question about these changes.',
	});
});
