import assert from 'node:assert/strict';
import test from 'node:test';
import {literalMigration} from '../../../source/migrations/files/literal-migration.ts';
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
/** As much of an ORM as runs literal migrations. */
const orm: any = {
	driver: {},
	textOf: String,
	instantiate: async (file: any, driver: object) => literalMigration(file, driver),
};

const sqlite: VariantText = {driver: 'sqlite', up: passages('a'), down: passages('b')};
const mysql: VariantText = {driver: 'mysql', up: passages('c'), down: passages('d')};

test('a part has the statements for one database, in both directions', async () => {
	const several = file('0001_x', sqlite, mysql);
	const [part] = await partsOn('mysql', [several], orm);
	assert.deepEqual([part?.id, part?.up.sql, part?.down?.sql], ['a.0001_x', ['c'], ['d']]);
	assert.ok(hasStatements(part!));
	assert.ok(!runsCode(part!));
	const [other] = await partsOn('postgresql', [several], orm);
	assert.ok(!hasStatements(other!));
});

test('a part that cannot be unapplied has no way back', async () => {
	const [part] = await partsOn('sqlite', [file('0001_x', {...sqlite, down: undefined})], orm);
	assert.equal(part?.down, undefined);
});

test('a part that stops with an error counts as code', async () => {
	const refusal = [{refusal: 'Copy it.', sql: []}];
	const [part] = await partsOn('sqlite', [file('0001_x', {...sqlite, up: refusal})], orm);
	assert.ok(runsCode(part!));
	assert.ok(hasStatements(part!));
});

test('a migration without a transaction is refused', async () => {
	const one = file('0001_x', sqlite);
	one.source = one.source.replace(
		'override up',
		'isTransactional() { return false; }\n override up',
	);
	await assert.rejects(partsOn('sqlite', [one], orm), {code: 'not-transactional'});
});

test('the dialects are those that the files name, the own one first', () => {
	const files = [file('0001_x', sqlite, mysql), file('0002_y', sqlite)];
	assert.deepEqual(dialectsOf(files, 'postgresql'), ['postgresql', 'sqlite', 'mysql']);
	assert.deepEqual(dialectsOf(files.slice(1), 'mysql'), ['mysql']);
});
