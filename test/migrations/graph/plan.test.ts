import assert from 'node:assert/strict';
import test from 'node:test';
import {planMigrations, type Target, verifyHistory} from '../../../source/migrations/graph/plan.ts';
import {graphOf} from '../../support/graph.ts';

const graph = graphOf({
	'a.0001_x': [],
	'a.0002_y': ['a.0001_x'],
	'b.0001_x': ['a.0001_x'],
	'b.0002_y': ['b.0001_x', 'a.0002_y'],
	'b.0002_yz': ['b.0002_y'],
});
const all = ['a.0001_x', 'a.0002_y', 'b.0001_x', 'b.0002_y', 'b.0002_yz'];

function plan(applied: string[], target?: Target): string[] {
	const times = new Map(applied.map(id => [id, new Date()]));
	return planMigrations(graph, times, target).steps.map(
		({file, direction}) => `${direction === 'forwards' ? '+' : '-'}${file.id}`,
	);
}

test('without a target, all unapplied migrations are applied', () => {
	assert.deepEqual(
		plan([]),
		all.map(id => `+${id}`),
	);
	assert.deepEqual(plan(['a.0001_x', 'a.0002_y', 'b.0001_x']), ['+b.0002_y', '+b.0002_yz']);
	assert.deepEqual(plan(all), []);
});

test('the migrations of an app are applied with their dependencies', () => {
	assert.deepEqual(plan([], {app: 'b', name: '0001'}), ['+a.0001_x', '+b.0001_x']);
	assert.deepEqual(plan([], {app: 'a'}), ['+a.0001_x', '+a.0002_y']);
});

test('a migration is unapplied after all that depends on it', () => {
	assert.deepEqual(plan(all, {app: 'a', name: '0001_x'}), ['-b.0002_yz', '-b.0002_y', '-a.0002_y']);
	assert.deepEqual(
		plan(all, {app: 'a', name: 'zero'}),
		all.toReversed().map(id => `-${id}`),
	);
	assert.deepEqual(plan([], {app: 'a', name: 'zero'}), []);
	assert.deepEqual(plan(all, {app: 'b', name: '0002_yz'}), []);
});

test('an exact name is preferred to a longer one that begins with it', () => {
	assert.deepEqual(plan(all, {app: 'b', name: '0002_y'}), ['-b.0002_yz']);
	assert.throws(() => plan(all, {app: 'b', name: '0002'}), {code: 'ambiguous-migration'});
	assert.throws(() => plan(all, {app: 'b', name: 'zer'}), {code: 'unknown-migration'});
	assert.throws(() => plan(all, {app: 'b', name: ''}), {code: 'ambiguous-migration'});
	assert.throws(() => plan(all, {app: 'c'}), {code: 'no-migrations'});
});

test('the target is named in the words of Django', () => {
	const told = (target?: Target) => planMigrations(graph, new Map(), target).target;
	assert.equal(told(), 'Apply all migrations: a, b');
	assert.equal(told({app: 'b'}), 'Apply all migrations: b');
	assert.equal(told({app: 'b', name: 'zero'}), 'Unapply all migrations: b');
	assert.equal(told({app: 'b', name: '0001'}), 'Target specific migration: 0001_x, from b');
});

test('a migration that is applied before its dependency is refused', () => {
	const applied = new Map([['b.0001_x', new Date()]]);
	assert.throws(() => verifyHistory(graph, applied), {
		message: 'Migration b.0001_x is applied before its dependency a.0001_x.',
	});
});
