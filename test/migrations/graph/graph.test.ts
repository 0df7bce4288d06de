import assert from 'node:assert/strict';
import test from 'node:test';
import {type MigrationGraph, refuseConflicts} from '../../../source/migrations/graph/graph.ts';
import {graphOf} from '../../support/graph.ts';

test('dependencies come first; independent migrations are sorted by app, then by name', () => {
	const graph = graphOf({
		'b.0002_y': ['b.0001_x'],
		'b.0001_x': [],
		'a.0001_x': ['b.0001_x'],
		'c.0001_x': [],
		'a.0002_y': ['a.0001_x', 'b.0002_y'],
	});
	assert.deepEqual(
		graph.order.map(({id}) => id),
		['b.0001_x', 'a.0001_x', 'b.0002_y', 'a.0002_y', 'c.0001_x'],
	);
});

test('a leaf that only another app depends on is still a leaf', () => {
	const graph = graphOf({'a.0001_x': [], 'b.0001_x': ['a.0001_x']});
	assert.deepEqual(
		graph.leaves('a').map(({id}) => id),
		['a.0001_x'],
	);
	assert.deepEqual(graph.conflicts(), []);
});

test('two leaves are a conflict, in the words of Django', () => {
	const graph = graphOf({'a.0001_x': [], 'a.0002_y': ['a.0001_x'], 'a.0002_z': ['a.0001_x']});
	assert.deepEqual(graph.conflicts(), [{app: 'a', leaves: ['0002_y', '0002_z']}]);
	assert.throws(() => refuseConflicts(graph), {
		message:
			'Conflicting migrations detected; multiple leaf nodes in the migration graph: (0002_y, 0002_z in a).',
		code: 'migration-conflict',
	});
});

test('missing and circular dependencies are named', () => {
	assert.throws(() => graphOf({'a.0001_x': ['b.0001_x']}), {
		message: 'Migration a.0001_x depends on b.0001_x, which does not exist.',
		code: 'missing-dependency',
	});
	assert.throws(() => graphOf({'a.0001_x': ['b.0001_x'], 'b.0001_x': ['a.0001_x']}), {
		message: 'These migrations depend on each other: a.0001_x → b.0001_x → a.0001_x.',
		code: 'circular-dependency',
	});
});

test('a chain of a thousand migrations is sorted and followed', () => {
	const ids = Array.from({length: 1000}, (_, index) => `a.${String(index + 1).padStart(4, '0')}_x`);
	const files = Object.fromEntries(
		ids.map((id, index) => [id, index === 0 ? [] : [ids[index - 1]!]]),
	);
	const graph: MigrationGraph = graphOf(files);
	assert.equal(graph.order.length, 1000);
	assert.equal(graph.withDescendants([ids[0]!]).size, 1000);
});
