import assert from 'node:assert/strict';
import test from 'node:test';
import {statementsOf} from '../../../source/migrations/files/statements.ts';

test('statements end with a semicolon at the end of a line', () => {
	assert.deepEqual(statementsOf('create table a (b);\n\ndrop table c;  \nselect 1'), [
		'create table a (b);',
		'drop table c;',
		'select 1;',
	]);
	assert.deepEqual(statementsOf('select 1; select 2;'), ['select 1; select 2;']);
	assert.deepEqual(statementsOf('\n'), []);
});

test('a semicolon in a text, a name, a comment or a function body ends nothing', () => {
	for (const sql of [
		"insert into a values ('b;\nc''d;\n');",
		'select "a;\nb";',
		'select `a;\nb`;',
		'select 1 -- why;\n+ 1;',
		'select 1 /* why;\n*/ + 1;',
		'do $tag$ begin a();\n end $tag$;',
	])
		assert.deepEqual(statementsOf(sql), [sql]);
});

test('a trigger is one statement up to its end', () => {
	const trigger = 'create trigger a after insert on b begin\nupdate c set d = 1;\nend;';
	assert.deepEqual(statementsOf(`${trigger}\nselect 1;`), [trigger, 'select 1;']);
});

test('a backslash escapes a quote only where the database says so', () => {
	const sql = "select 'a\\';\nb';";
	assert.deepEqual(statementsOf(sql, true), [sql]);
	assert.equal(statementsOf(sql).length, 2);
});
