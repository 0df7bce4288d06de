import assert from 'node:assert/strict';
import test from 'node:test';
import {
	combineDialects,
	type DialectChanges,
} from '../../../source/migrations/make/combine-dialects.ts';
import {emptySnapshot, type Snapshot} from '../../../source/migrations/schema/snapshot.ts';
import {changesOf} from '../../support/changes.ts';

const schema = (head: string): Snapshot => ({...emptySnapshot(), head});
const {app} = changesOf('shop');
const add = {sign: '+', sentence: 'Add a', slug: 'a'} as const;
const alter = {sign: '~', sentence: 'Alter b', slug: 'b'} as const;

function dialect(
	driver: 'sqlite' | 'mysql',
	...changes: DialectChanges['changes']
): DialectChanges {
	return {driver, apps: [app], changes, before: () => schema('before')};
}

test('one change has the statements of each database, and the operations of all', () => {
	const on = (sql: string, more: object) => changesOf('shop', {app, up: [sql], ...more});
	const [one, ...others] = combineDialects([
		dialect('sqlite', on('a', {operations: [add], references: ['people']})),
		dialect('mysql', on('b', {operations: [add, alter], references: ['people', 'auth']})),
	]);
	assert.deepEqual(others, []);
	assert.deepEqual(
		[one?.up, one?.others.map(({driver, up}) => [driver, up])],
		[['a'], [['mysql', ['b']]]],
	);
	assert.deepEqual(one?.operations, [add, alter]);
	assert.deepEqual(one?.references, ['people', 'auth']);
});

test('a database without a change keeps its schema and gets no statement', () => {
	const changes = [
		changesOf('shop', {app, up: ['a'], snapshot: schema('one')}),
		changesOf('shop', {app, up: ['b'], snapshot: schema('two')}),
	];
	const steps = combineDialects([dialect('sqlite'), dialect('mysql', ...changes)]);
	assert.deepEqual(
		steps.map(({up, snapshot}) => [up, snapshot.head]),
		[
			[[], 'before'],
			[[], 'before'],
		],
	);
	const other = combineDialects([dialect('sqlite', ...changes), dialect('mysql', changes[0]!)]);
	assert.deepEqual(
		other[1]?.others.map(({up, snapshot}) => [up, snapshot.head]),
		[[[], 'one']],
	);
});

test('an app that is not made for a database has nothing for it', () => {
	const other = {...dialect('mysql'), apps: []};
	const [change] = combineDialects([dialect('sqlite', changesOf('shop', {app, up: ['a']})), other]);
	assert.deepEqual(change?.others, []);
});
