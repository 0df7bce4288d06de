import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {defineEntity, MikroORM, p} from '@mikro-orm/sqlite';
import {
	answerErrors,
	constraintErrors,
	requiredProperties,
	valuesOf,
} from '../../../source/contrib/auth/required-properties.ts';

const Company = defineEntity({name: 'Company', properties: {id: p.integer().primary()}});

const Person = defineEntity({
	name: 'Person',
	properties: {
		id: p.integer().primary(),
		nickName: p.string().length(5),
		age: p.integer(),
		dateOfBirth: p.datetime(),
		vip: p.boolean(),
		level: p.enum([1, 2]),
		company: () => p.manyToOne(Company),
		nothing: p.string().nullable(),
		usual: p.string().default('x'),
		made: p.datetime().onCreate(() => new Date()),
		computed: p.string().persist(false),
		secret: p.string(),
		friends: () => p.oneToMany(Person).mappedBy('friend'),
		friend: () => p.manyToOne(Person).nullable(),
	},
});

async function metadataOf(t: TestContext) {
	const orm = await MikroORM.init({entities: [Company, Person], dbName: ':memory:'});
	t.after(() => orm.close(true));
	await orm.schema.create();
	return {orm, metadata: orm.getMetadata(Person)};
}

test('a property is required if nothing else sets it; its label is made from its name', async t => {
	const {metadata} = await metadataOf(t);
	assert.deepEqual(
		requiredProperties(metadata, ['secret']).map(({label, kind}) => `${label}: ${kind}`),
		[
			'Nick name: text',
			'Age: number',
			'Date of birth: date',
			'Vip: boolean',
			'Level: choice',
			'Company: reference',
		],
	);
});

test('invalid answers get a sentence, and valid answers become values of the entity', async t => {
	const {orm, metadata} = await metadataOf(t);
	const asked = requiredProperties(metadata, []);
	const wrong = {nickName: 'Barbara', age: 'old', dateOfBirth: 'May', vip: 'maybe', level: '3'};
	assert.deepEqual(answerErrors(asked, {...wrong, company: ' '}), {
		nickName: ['Ensure this value has at most 5 characters (it has 7).'],
		age: ['Enter a number.'],
		dateOfBirth: ['Enter a date, for example 2026-11-24.'],
		vip: ['Answer yes or no.'],
		level: ['Enter one of 1, 2.'],
		company: ['This field is required.'],
		secret: ['This field is required.'],
	});
	const right = {
		...{nickName: ' Bo ', age: '42', dateOfBirth: '2000-01-02', vip: 'y', level: '2'},
		...{company: '7', secret: 's'},
	};
	assert.deepEqual(answerErrors(asked, right), {});
	const values = valuesOf(asked, right, metadata);
	assert.deepEqual(values, {
		nickName: 'Bo',
		age: 42,
		dateOfBirth: new Date('2000-01-02'),
		vip: true,
		level: 2,
		company: 7,
		secret: 's',
	});
	const em = orm.em.fork();
	await em.insert(Company, {id: 7});
	await em.insert(Person, {...values, usual: 'x', made: new Date()} as never);
	assert.equal((await em.findOneOrFail(Person, {age: 42})).company.id, 7);
	const lost = await em
		.insert(Person, {...values, company: 8, usual: 'x', made: new Date()} as never)
		.catch(error => error);
	assert.deepEqual(constraintErrors(lost, asked), {company: ['That company does not exist.']});
	assert.equal(constraintErrors(new Error('x'), asked), undefined);
});
