import assert from 'node:assert/strict';
import test from 'node:test';
import {credentialsOf} from '../../source/database-client/credentials.ts';
import {openProject} from '../../source/project/open/open.ts';
import {authors, makePlainProject} from '../support/plain-project.ts';
import {makeShop} from '../support/shop.ts';

const entities = authors('name: p.string()');

test('decodes a URL, including its query', async t => {
	const url = 'postgresql://ada:p%40ss%3A@db.example.com:6543/books?sslmode=require';
	const {root} = makeShop(t, '', {driver: 'postgresql', url});
	const {parameters, ...credentials} = await credentialsOf(await openProject(root));
	assert.deepEqual(credentials, {
		name: 'books',
		host: 'db.example.com',
		port: 6543,
		user: 'ada',
		password: 'p@ss:',
	});
	assert.equal(parameters.get('sslmode'), 'require');
});

test('credentials come from a MikroORM config, where the password may be a function', async t => {
	const passwords = ["password: 'fixed'", "password: async () => 'fetched'"];
	for (const [index, password] of passwords.entries()) {
		const options = `host: 'db.example.com', user: 'ada', dbName: 'books', ${password}`;
		const plain = makePlainProject(t, entities, options, 'postgresql');
		const {name, host, user, ...rest} = await credentialsOf(await openProject(plain.root));
		assert.deepEqual([name, host, user], ['books', 'db.example.com', 'ada']);
		assert.equal(rest.password, ['fixed', 'fetched'][index]);
	}
});
