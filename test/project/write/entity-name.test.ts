import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {entityName} from '../../../source/project/write/entity-name.ts';
import {temporaryFolder} from '../../support/project.ts';

test('an app’s first entity is named after one of what the app is about', () => {
	const names = {
		books: 'Book',
		order_items: 'OrderItem',
		categories: 'Category',
		addresses: 'Address',
		houses: 'House',
		status: 'Status',
		blog: 'Blog',
		_private: 'Private',
		_: 'Entry',
		users: 'UsersEntry',
	};
	for (const [label, name] of Object.entries(names))
		assert.equal(entityName(label, {apps: []}), name);
});

test('it is not named as an entity of another app', t => {
	const folder = path.join(temporaryFolder(t), 'shop');
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'entities.ts'), 'export class Book {}\n');
	const apps = [{name: './shop', label: 'shop', folder}] as Parameters<
		typeof entityName
	>[1]['apps'];
	assert.equal(entityName('books', {apps}), 'BooksEntry');
	assert.equal(entityName('orders', {apps}), 'Order');
});
