import assert from 'node:assert/strict';
import test from 'node:test';
import {resolveReplacements} from '../../../source/migrations/graph/replacements.ts';

const file = (id: string, dependencies: string[], replaces: string[] = []) => {
	const [app, name] = id.split('.') as [string, string];
	return {id, app, name, path: `/${id}.ts`, dependencies, replaces};
};
const squashed = [file('a.1', []), file('a.2', ['a.1']), file('a.s', [], ['a.1', 'a.2'])];
const all = [...squashed, file('b.1', ['a.2']), file('a.3', ['a.s'])];
/** Each applied a day after the one before it. */
const resolve = (applied: string[]) =>
	resolveReplacements(
		all,
		new Map(applied.map((id, day) => [id, new Date(Date.UTC(2026, 0, day))])),
	);

test('dependants of a replaced migration depend on the one that is used instead', () => {
	const dependencies = (applied: string[]) =>
		resolve(applied).files.map(({id, dependencies}) => `${id} ← ${dependencies}`);
	assert.deepEqual(dependencies([]), ['a.s ← ', 'b.1 ← a.s', 'a.3 ← a.s']);
	assert.deepEqual(dependencies(['a.1', 'a.2']), ['a.s ← ', 'b.1 ← a.s', 'a.3 ← a.s']);
	assert.deepEqual(dependencies(['a.1']), ['a.1 ← ', 'a.2 ← a.1', 'b.1 ← a.2', 'a.3 ← a.2']);
});

test('a squashed migration is applied, and not recorded, when all that it replaces is applied', () => {
	const {applied, unrecorded} = resolve(['a.1', 'a.2']);
	assert.deepEqual(applied.get('a.s'), applied.get('a.2'));
	assert.deepEqual(
		unrecorded.map(({id}) => id),
		['a.s'],
	);
});

test('a recorded squashed migration is used, whatever is left of those it replaces', () => {
	const {files, unrecorded} = resolve(['a.s', 'a.1']);
	assert.ok(!files.some(({id}) => id === 'a.1'));
	assert.deepEqual(unrecorded, []);
});
