import assert from 'node:assert/strict';
import test from 'node:test';
import {graph, pointsIn} from '../../../source/dashboard/drawing/graph.ts';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';

const points = (...values: number[]) => values.map(value => ({value}));

test.beforeEach(() => chooseLook({colour: false, unicode: true}));
test.afterEach(() => chooseLook({colour: false, unicode: true}));

test('a cell of braille has two points, and what is not nothing is seen', () => {
	assert.equal(pointsIn(10), 20);
	assert.deepEqual(graph(points(0, 0, 0.01, 25, 50, 75, 100, 100), 100), [' ⣀⣴⣿']);
});

test('in ASCII a cell is a bar', t => {
	chooseLook({colour: false, unicode: false});
	t.after(() => chooseLook({colour: false, unicode: true}));
	assert.equal(pointsIn(10), 10);
	assert.deepEqual(graph(points(0, 0.01, 50, 100), 100), [' .=#']);
});

test('a graph of several rows is filled from the bottom', () => {
	assert.deepEqual(graph(points(0, 25, 50, 75, 100, 100), 100, 2), [' ⢠⣿', '⢠⣿⣿']);
});

test('a moment is a line over all rows, and errors are red', () => {
	const marked = [{value: 1}, {value: 1, isMarked: true}];
	assert.deepEqual(graph(marked, 1, 2), ['┆', '┆']);
	chooseLook({colour: true, unicode: true});
	const bad = [...points(1, 1), {value: 1, isBad: true}, {value: 1}, ...points(1, 1)];
	assert.deepEqual(graph(bad, 1), [
		'\u001B[32m⣿\u001B[39m\u001B[31m⣿\u001B[39m\u001B[32m⣿\u001B[39m',
	]);
});

test('more than the most fills the height, and of nothing nothing is drawn', () => {
	assert.deepEqual(graph(points(9, 9), 1), ['⣿']);
	assert.deepEqual(graph(points(0, 0), 0), [' ']);
	assert.deepEqual(graph([], 1), ['']);
});
