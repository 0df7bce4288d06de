import assert from 'node:assert/strict';
import test from 'node:test';
import {
	generatedComment,
	generatedIn,
	isAsGenerated,
} from '../../../source/migrations/files/generated.ts';

const sqlite = {driver: 'sqlite', up: ['create table a (b);'], down: ['drop table a;']} as const;
const mysql = {...sqlite, driver: 'mysql', up: ['create table a (b int);']} as const;
const statements = [sqlite, mysql].map(one => structuredClone(one) as any);
const answers = ['--rename shop.a.b=c'];
const comments = [generatedComment(statements, answers), 'Answered: --rename shop.a.b=c', 'Other.'];

test('the comment matches the statements of each database that it was written for', () => {
	const reading = generatedIn(comments);
	assert.deepEqual([...reading.generated.keys()], ['sqlite', 'mysql']);
	assert.deepEqual(reading.answers, answers);
	for (const one of statements) assert.ok(isAsGenerated(reading, one));
	assert.ok(!isAsGenerated(reading, {...statements[0], driver: 'mysql'}));
});

test('an edited statement or answer no longer matches', () => {
	const reading = generatedIn(comments);
	assert.ok(!isAsGenerated(reading, {...statements[0], up: []}));
	assert.ok(!isAsGenerated(reading, {...statements[0], down: ['drop table b;']}));
	assert.ok(!isAsGenerated({...reading, answers: []}, statements[0]));
});

test('a migration without the comment was not generated', () => {
	const reading = generatedIn(['Written by hand.']);
	assert.deepEqual(reading, {generated: new Map(), answers: []});
	assert.ok(!isAsGenerated(reading, statements[0]));
});
