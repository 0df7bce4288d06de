import assert from 'node:assert/strict';
import test from 'node:test';
import {formatSnapshot, isSameSchema} from '../../../source/migrations/schema/snapshot-text.ts';
import {snapshotOf, tableOf} from '../../support/snapshots.ts';

const book = () => tableOf('book', {id: 'integer', title: 'text'}, {author: 'person'});

test('the text is JSON with the snapshot, without the empty values of columns', () => {
	const table = book();
	Object.assign(table.columns.title!, {nullable: false, default: null, enumItems: [], length: 0});
	const text = formatSnapshot({...snapshotOf(table), head: '0001_initial'});
	const {tables, ...rest} = JSON.parse(text);
	assert.deepEqual(rest, {
		...{version: 1, head: '0001_initial', namespaces: [], nativeEnums: {}, views: []},
	});
	const title = {name: 'title', type: 'text', mappedType: 'text', length: 0};
	assert.deepEqual(tables[0].columns.title, title);
	assert.deepEqual(tables[0].foreignKeys, table.foreignKeys);
});

test('a column that is added at the end adds one line, and changes no other', () => {
	const after = tableOf(
		'book',
		{id: 'integer', title: 'text', price: 'integer'},
		{author: 'person'},
	);
	const lines = (table: typeof after) => formatSnapshot(snapshotOf(table)).split('\n');
	const [before, now] = [lines(book()), lines(after)];
	assert.equal(now.length, before.length + 1);
	const [added, ...others] = now.filter(line => !before.includes(line));
	assert.match(added!, /^\s+, "price": /);
	assert.deepEqual(others, []);
});

test('schemas are the same whatever migration they belong to, and with empty values of columns', () => {
	const other = book();
	other.columns.title!.default = null;
	assert.ok(isSameSchema({...snapshotOf(book()), head: '0001_one'}, snapshotOf(other)));
	other.columns.title!.default = "'x'";
	assert.ok(!isSameSchema(snapshotOf(book()), snapshotOf(other)));
	assert.ok(!isSameSchema(snapshotOf(book()), snapshotOf()));
});

test('in an index, false is not the same as nothing', () => {
	const [one, other] = [book(), book()];
	one.indexes.push({columnNames: ['title'], unique: false});
	other.indexes.push({columnNames: ['title']});
	assert.ok(!isSameSchema(snapshotOf(one), snapshotOf(other)));
});
