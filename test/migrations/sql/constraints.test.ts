import assert from 'node:assert/strict';
import test from 'node:test';
import {checksIn, foreignKeysIn} from '../../../source/migrations/sql/constraints.ts';
import {cursorOver} from '../../../source/migrations/sql/texts.ts';

const body =
	"id integer primary key, age int check (age > 0), owner int references person (id), a int, b int, note text default 'check (x)', constraint c check (a in (1, 2) or (b > 0)), foreign key (a, b) references place (x, y) on delete cascade, foreign key (a) references other";

test('the checks of a table are read with their brackets, and texts are none', () => {
	assert.deepEqual(checksIn(cursorOver(body, 'sqlite')), ['age > 0', 'a in (1, 2) or (b > 0)']);
});

test('foreign keys are read from columns and from constraints', () => {
	assert.deepEqual(foreignKeysIn(cursorOver(body, 'sqlite')), [
		{columns: ['owner'], references: 'person', referenced: ['id']},
		{columns: ['a', 'b'], references: 'place', referenced: ['x', 'y']},
		{columns: ['a'], references: 'other', referenced: []},
	]);
});
