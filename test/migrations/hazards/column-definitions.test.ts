import assert from 'node:assert/strict';
import test from 'node:test';
import {definedColumns} from '../../../source/migrations/hazards/column-definitions.ts';
import {NotNullChecks} from '../../../source/migrations/hazards/not-null-checks.ts';
import {Tables} from '../../../source/migrations/hazards/tables/tables.ts';
import {rebuildsOf} from '../../../source/migrations/sql/rebuild.ts';
import {effectsOf} from '../../../source/migrations/sql/statements.ts';

/** A table `pet` with one column `age`. */
const tables = new Tables({
	dialect: 'sqlite',
	query: async () => [{name: 'age', type: 'INT', nullable: 1}],
	close: async () => {},
});

async function defined(...statements: string[]) {
	const effects = statements.flatMap(sql => effectsOf(sql, 'sqlite'));
	const context = {
		...{tables, isChanged: () => false, rebuilds: rebuildsOf(effects), routines: new Set('')},
		...{
			enums: new Map(),
			notValidated: new Map(),
			notNullChecks: new NotNullChecks(tables),
			filled: new Set(''),
			droppedDefaults: new Set(''),
			droppedIndexes: new Set(''),
			unfilled: new Set(''),
		},
	};
	const found = await Promise.all(effects.map(effect => definedColumns(effect, context)));
	return found
		.flat()
		.map(({table, column, type, notNull, value}) => [table, column, type, notNull, value]);
}

test('a statement says as much about a column as it defines', async () => {
	assert.deepEqual(await defined('alter table pet modify age int not null'), [
		['pet', 'age', 'int', true, ''],
	]);
	assert.deepEqual(await defined('alter table pet alter column age type text'), [
		['pet', 'age', 'text', false, ''],
	]);
	assert.deepEqual(await defined('alter table pet alter column age set not null'), [
		['pet', 'age', '', true, ''],
	]);
	assert.deepEqual(await defined('alter table pet add size int'), []);
});

test('a rebuild defines the columns that exist, with what fills them', async () => {
	const rebuild = [
		'create table copy (age text not null, size int)',
		'insert into copy select coalesce(age, 0), 1 from pet',
		'drop table pet',
		'alter table copy rename to pet',
	];
	assert.deepEqual(await defined(...rebuild), [['pet', 'age', 'text', true, 'coalesce(age, 0)']]);
});
