import assert from 'node:assert/strict';
import test from 'node:test';
import {withoutDependents} from '../../../source/migrations/detect/dependents.ts';
import {snapshotOf, tableOf} from '../../support/snapshots.ts';

test('an index without an expression names nothing, whatever the column is called', () => {
	for (const column of ['n', 'null', 'l']) {
		const table = tableOf('book', {id: 'integer', [column]: 'integer'});
		const index = {keyName: 'book_pkey', columnNames: ['id'], primary: true};
		const where = {keyName: 'some', columnNames: ['id'], where: `${column} > 0`};
		const schema = snapshotOf({...table, indexes: [index, where]} as any);
		const touched = {key: 'book', names: ['book'], columns: [column], isRenamed: false};
		const {tables} = withoutDependents(schema, [touched]);
		assert.deepEqual(tables[0]!.indexes, [index]);
	}
});
