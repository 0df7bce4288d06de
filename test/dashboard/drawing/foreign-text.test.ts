import assert from 'node:assert/strict';
import test from 'node:test';
import {
	copied,
	databaseText,
	paragraph,
	safe,
	sqlRows,
} from '../../../source/dashboard/drawing/foreign-text.ts';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';

test('foreign text loses colours and sequences, and other controls become visible', () => {
	assert.equal(safe('a\u001B[31mred\u001B[0m\u001B]0;title\u0007b\u0008'), 'aredb\\x08');
});

test('a paragraph is wrapped, and coloured row by row', t => {
	chooseLook({colour: true, unicode: true});
	t.after(() => chooseLook({colour: false, unicode: true}));
	assert.deepEqual(paragraph('one two', 4), ['one', 'two']);
	const [first] = paragraph('one two', 4, 'error');
	assert.match(first!, /^\u001B\[31.*one\u001B/);
});

test('a database is named with its server, if it has one', () => {
	const database = {driver: 'postgresql', name: 'blog', reachable: true};
	assert.equal(databaseText({...database, host: 'db-1', user: 'app'}), 'postgresql app@db-1/blog');
	assert.equal(databaseText({...database, host: 'db-1'}), 'postgresql db-1/blog');
	assert.equal(databaseText({...database, driver: 'sqlite', name: ''}), 'sqlite');
});

test('a statement is indented and wrapped', () => {
	chooseLook({colour: false, unicode: true});
	assert.deepEqual(sqlRows('\tdrop table x', 18), ['        drop table', '        x']);
});

test('a tab takes the columns up to its stop, so that no frame breaks', () => {
	assert.deepEqual(paragraph('a\tb\n\tc', 20), ['a   b', '    c']);
	assert.equal(safe('日本\tx'), '日本    x');
	assert.equal(copied('a\tb'), 'a\tb', 'what is copied has its tabs');
});
