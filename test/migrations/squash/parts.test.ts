import assert from 'node:assert/strict';
import test from 'node:test';
import {sourceOf, type VariantText} from '../../../source/migrations/files/migration-source.ts';
import {
	dialectsOf,
	hasStatements,
	partsOn,
	runsCode,
} from '../../../source/migrations/squash/parts.ts';

const lists = {app: 'a', dependencies: [], replaces: []};
const file = (name: string, ...variants: VariantText[]) => ({
	...{id: `a.${name}`, name, path: `/${name}.ts`, ...lists},
	source: sourceOf({id: `a.${name}`, dependencies: [], comments: [], variants}),
});
const passages = (...sql: string[]) => [{sql}];

const sqlite: VariantText = {driver: 'sqlite', up: passages('a'), down: passages('b')};
const mysql: VariantText = {driver: 'mysql', up: passages('c'), down: passages('d')};

test('a part has the statements for one database, in both directions', () => {
	const several = file('0001_x', sqlite, mysql);
	const [part] = partsOn('mysql', [several]);
	assert.deepEqual([part?.id, part?.up.sql, part?.down?.sql], ['a.0001_x', ['c'], ['d']]);
	assert.ok(hasStatements(part!));
	assert.ok(!runsCode(part!));
	const [other] = partsOn('postgresql', [several]);
	assert.ok(!hasStatements(other!));
});

test('a part that cannot be unapplied has no way back', () => {
	const [part] = partsOn('sqlite', [file('0001_x', {...sqlite, down: undefined})]);
	assert.equal(part?.down, undefined);
});

test('a part that stops with an error counts as code', () => {
	const refusal = [{refusal: 'Copy it.', sql: []}];
	const [part] = partsOn('sqlite', [file('0001_x', {...sqlite, up: refusal})]);
	assert.ok(runsCode(part!));
	assert.ok(hasStatements(part!));
});

test('a migration without a transaction is refused', () => {
	const one = file('0001_x', sqlite);
	one.source = one.source.replace(
		'override up',
		'isTransactional() { return false; }\n override up',
	);
	assert.throws(() => partsOn('sqlite', [one]), {code: 'not-transactional'});
});

test('the dialects are those that the files name, the own one first', () => {
	const files = [file('0001_x', sqlite, mysql), file('0002_y', sqlite)];
	assert.deepEqual(dialectsOf(files, 'postgresql'), ['postgresql', 'sqlite', 'mysql']);
	assert.deepEqual(dialectsOf(files.slice(1), 'mysql'), ['mysql']);
});
