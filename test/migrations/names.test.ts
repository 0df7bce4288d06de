import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {newMigrationPath} from '../../source/migrations/make/writer.ts';
import {type Answered, makeWorkshop} from '../support/workshop.ts';

const profile = (properties: object, name = 'Profile') => ({
	shop: [
		defineEntity({
			name,
			tableName: name.toLowerCase(),
			properties: {id: p.integer().primary(), ...properties},
		}),
	],
});
const bio = {bio: p.text().nullable()};

const changes: [name: string, entities: () => any, answered?: Answered][] = [
	['0002_profile_city', () => profile({...bio, city: p.string().nullable()})],
	[
		'0002_rename_bio_profile_about',
		() => profile({about: p.text().nullable()}),
		{renames: {'shop.profile.bio': 'about'}},
	],
	[
		'0002_remove_profile_bio_profile_about',
		() => profile({about: p.text().nullable()}),
		{renames: {'shop.profile.bio': ''}},
	],
	[
		'0002_alter_profile_bio',
		() => profile({bio: p.text()}),
		{defaults: {'shop.profile.bio': "''"}},
	],
	['0002_remove_profile_bio', () => profile({})],
	[
		'0002_rename_profile_account',
		() => profile(bio, 'Account'),
		{renames: {'shop.profile': 'Account'}},
	],
	['0002_delete_profile', () => ({shop: []})],
	[
		'0002_profile_first_profile_second_and_more',
		() =>
			profile({
				...bio,
				first: p.string().nullable(),
				second: p.string().nullable(),
				thirdOne: p.string().nullable(),
			}),
	],
];

for (const [expected, entities, answered] of changes) {
	test(`a migration is named ${expected}, and has the answers as comments`, async t => {
		const workshop = makeWorkshop(t, ['shop']);
		workshop.entities(profile(bio));
		await workshop.make();
		workshop.entities(entities());
		const [made] = await workshop.make(answered);
		assert.equal(made!.name, expected);
		const source = readFileSync(newMigrationPath(made!), 'utf8');
		const notes = [...source.matchAll(/^\/\/ Answered: (.*)$/gm)].map(([, note]) => note);
		const {renames = {}, defaults = {}} = answered ?? {};
		assert.deepEqual(notes, [
			...Object.entries(renames).map(([key, name]) => `--rename ${key}=${name}`),
			...Object.entries(defaults).map(([key, sql]) => `--default ${key}=${sql}`),
		]);
	});
}
