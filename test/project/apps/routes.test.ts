import assert from 'node:assert/strict';
import test from 'node:test';
import {include, path} from '../../../source/project/apps/routes.ts';

const view = () => {};

test('a path leads to a view, and may have a name', () => {
	assert.deepEqual(path('/books/:id', view), {pattern: '/books/:id', view});
	assert.deepEqual(path('/', view, {name: 'home'}), {pattern: '/', view, name: 'home'});
});

test('a path may lead to the routes of a file, a package or a list', () => {
	const routes = [path('/', view)];
	assert.deepEqual(path('/books', include(routes)), {pattern: '/books', include: routes});
	assert.deepEqual(path('/books', include('./books/urls.ts')), {
		pattern: '/books',
		include: './books/urls.ts',
	});
});
