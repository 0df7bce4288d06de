import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import type {RenameQuestion} from '../../../source/migrations/questions/questioner.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const entity = (name: string, properties: object) =>
	defineEntity({name, properties: {id: p.integer().primary(), ...properties}} as any);

/** What is asked between the one and the other, nothing of which is a rename. */
async function questions(t: TestContext, before: any[], after: any[]): Promise<RenameQuestion[]> {
	const workshop = makeWorkshop(t, ['shop']);
	workshop.entities({shop: before});
	await workshop.make();
	workshop.entities({shop: after});
	const asked: RenameQuestion[] = [];
	await workshop.makeAsking({
		renamedTo: async question => {
			asked.push(question);
			return undefined;
		},
		oneOffDefault: async () => "''",
	});
	return asked;
}

test('candidates for a property are sorted by their definition, then by their name', async t => {
	const plain = () => p.text().nullable();
	const named = () => p.string().length(80).default('');
	const [city] = await questions(
		t,
		[entity('Profile', {city: named()})],
		[entity('Profile', {wide: plain(), cities: plain(), town: named(), cityName: named()})],
	);
	assert.deepEqual(city?.candidates, ['cityName', 'town', 'cities', 'wide']);
	assert.equal(city?.property, 'city');
});

test('of two removed properties, the one with the definition of the new one is asked about first', async t => {
	const named = () => p.string().length(80).default('');
	const asked = await questions(
		t,
		[entity('Profile', {bio: p.text().nullable(), city: named()})],
		[entity('Profile', {town: named()})],
	);
	assert.deepEqual(
		asked.map(({property}) => property),
		['city', 'bio'],
	);
});

test('candidates for an entity are sorted by the share of columns in common', async t => {
	const [name, age, mail] = [p.text(), p.integer(), p.text()].map(kind => kind.nullable());
	const [person] = await questions(
		t,
		[entity('Person', {name, age, mail})],
		[
			entity('Animal', {name, age}),
			entity('Personage', {name, age}),
			entity('User', {name, age, mail}),
		],
	);
	assert.deepEqual(person?.candidates, ['User', 'Personage', 'Animal']);
});
