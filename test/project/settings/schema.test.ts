import assert from 'node:assert/strict';
import test from 'node:test';
import * as v from 'valibot';
import {settingsSchema} from '../../../source/project/settings/schema.ts';

const least = {apps: [], database: {driver: 'sqlite', name: 'db'}, secretKey: 'a key'};
const accepts = (more: object) => v.safeParse(settingsSchema, {...least, ...more}).success;

test('three settings are needed, and the rest has defaults', () => {
	const complete = v.parse(settingsSchema, least);
	assert.deepEqual([complete.urls, complete.loginUrl], ['./urls.ts', '/accounts/login/']);
	for (const key of Object.keys(least)) {
		assert.equal(v.safeParse(settingsSchema, {...least, [key]: undefined}).success, false, key);
	}
});

test('a database has a name or a URL', () => {
	assert.equal(accepts({database: {driver: 'mysql', url: 'mysql://localhost/shop'}}), true);
	assert.equal(accepts({database: {driver: 'mysql'}}), false);
});

test('numbers have bounds', () => {
	assert.equal(accepts({passwordHashCost: 4}), true);
	assert.equal(accepts({passwordHashCost: 16}), false);
	assert.equal(accepts({server: {port: 0}}), true);
	assert.equal(accepts({server: {port: 65_536}}), false);
});

test('a server is a file, or an object', () => {
	assert.equal(v.parse(settingsSchema, {...least, server: './s.ts'}).server.file, './s.ts');
	assert.equal(accepts({server: 7}), false);
});
