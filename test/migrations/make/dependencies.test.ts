import assert from 'node:assert/strict';
import test from 'node:test';
import type {AppChanges} from '../../../source/migrations/detect/autodetector.ts';
import {migrationsOf, verifyOrder} from '../../../source/migrations/make/dependencies.ts';
import {changesOf} from '../../support/changes.ts';
import {graphOf} from '../../support/graph.ts';

const change = (label: string, more: Partial<AppChanges> = {}) => ({
	...changesOf(label, {operations: [{sign: '+', sentence: 'Add x', slug: 'x'}], ...more}),
	others: [],
});
const inShort = (made: ReturnType<typeof migrationsOf>) =>
	made.map(({app, name, dependencies}) => `${app.label}.${name} ← ${dependencies}`);

test('the first migration of an app is initial, a later one follows the leaf', () => {
	const graph = graphOf({'a.0001_one': []});
	assert.deepEqual(inShort(migrationsOf([change('a'), change('b')], graph)), [
		'a.0002_x ← a.0001_one',
		'b.0001_initial ← ',
	]);
});

test('a given name is for the first step, and the second step follows it', () => {
	const steps = [change('a'), change('a')];
	assert.deepEqual(inShort(migrationsOf(steps, graphOf({}), 'start')), [
		'a.0001_start ← ',
		'a.0002_x ← a.0001_start',
	]);
});

test('a reference is a dependency on the first step that is made now, or on the leaf', () => {
	const graph = graphOf({'c.0001_one': [], 'c.0002_two': ['c.0001_one']});
	const changes = [change('a', {references: ['b', 'c']}), change('b'), change('b')];
	assert.equal(
		inShort(migrationsOf(changes, graph))[0],
		'a.0001_initial ← b.0001_initial,c.0002_two',
	);
});

test('a dropped table depends on the step of another app that drops the key to it', () => {
	const changes = [change('a', {removed: ['t']}), change('b'), change('b', {released: ['t']})];
	assert.equal(inShort(migrationsOf(changes, graphOf({})))[0], 'a.0001_initial ← b.0002_x');
});

test('migrations that depend on each other are refused', () => {
	const project: any = {apps: [{label: 'a'}, {label: 'b'}]};
	const one = (references: string[]) =>
		migrationsOf([change('a', {references}), change('b', {references: ['a']})], graphOf({}));
	verifyOrder(project, graphOf({}), one([]));
	assert.throws(() => verifyOrder(project, graphOf({}), one(['b'])), {code: 'circular-dependency'});
});
