import assert from 'node:assert/strict';
import test from 'node:test';
import type {AppChanges} from '../../../source/migrations/detect/autodetector.ts';
import {releasersOf, withoutCycles} from '../../../source/migrations/make/break-cycles.ts';
import {changesOf} from '../../support/changes.ts';

/** Changes that say how they are split: the references of the second step, or the tables of the first. */
function splittable(label: string, more: Partial<AppChanges>): AppChanges {
	return changesOf(label, {
		...more,
		holdBackKeysTo: labels => [changesOf(label), changesOf(label, {references: labels})],
		dropKeysFirst: tables => [changesOf(label, {released: tables}), changesOf(label)],
	});
}

const inShort = (changes: AppChanges[]) =>
	changes.map(({app, references, released}) => [app.label, ...references, ...released].join(' '));

test('changes without a cycle stay as they are', () => {
	const changes = [splittable('a', {references: ['b']}), splittable('b', {references: ['c']})];
	assert.deepEqual(withoutCycles(changes), changes);
});

test('the first app of a cycle adds its keys in a second step', () => {
	const changes = [splittable('a', {references: ['b']}), splittable('b', {references: ['a']})];
	assert.deepEqual(inShort(withoutCycles(changes)), ['a', 'a a b', 'b a']);
});

test('two apps that drop tables of each other drop the keys to them first', () => {
	const changes = [
		splittable('a', {removed: ['a_table'], released: ['b_table']}),
		splittable('b', {removed: ['b_table'], released: ['a_table']}),
	];
	const [first] = withoutCycles(changes);
	assert.deepEqual(first?.released, ['a_table', 'b_table']);
});

test('the first step of another app that drops a key comes before its table is dropped', () => {
	const [early, late] = [changesOf('b', {released: ['x']}), changesOf('b', {released: ['x']})];
	const drops = changesOf('a', {removed: ['x'], released: ['x']});
	const steps = new Map([
		['a', [drops]],
		['b', [changesOf('b'), early, late]],
		['c', [changesOf('c', {released: ['y']})]],
	]);
	assert.deepEqual(releasersOf(drops, steps), [early]);
});
