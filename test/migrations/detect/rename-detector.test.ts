import assert from 'node:assert/strict';
import test from 'node:test';
import {RenameDetector} from '../../../source/migrations/detect/rename-detector.ts';
import {Renames} from '../../../source/migrations/detect/renames.ts';
import type {RenameQuestion} from '../../../source/migrations/questions/questioner.ts';
import {collectingQuestioner} from '../../../source/migrations/questions/questioner.ts';
import type {Snapshot} from '../../../source/migrations/schema/snapshot.ts';
import type {TableName} from '../../../source/migrations/schema/table-key.ts';
import {snapshotOf, tableOf} from '../../support/snapshots.ts';

const orm: any = {
	driverName: 'postgresql',
	quote: (name: string) => `"${name}"`,
	quoteTable: ({name}: TableName) => `"${name}"`,
	shortName: ({name}: TableName) => name,
};

/** A detector whose questions are answered with the first candidate, unless a name is given. */
function detector(from: Snapshot, to: Snapshot, answer?: string) {
	const asked: RenameQuestion[] = [];
	const questioner = collectingQuestioner({
		async renamedTo(question) {
			asked.push(question);
			return answer ?? question.candidates[0];
		},
		oneOffDefault: async () => undefined,
	});
	const app: any = {label: 'shop'};
	const comparison = {app, before: from, from, to, orm, questioner, renames: new Renames(orm)};
	return {asked, comparison, detector: new RenameDetector(comparison)};
}

const gone = (...names: string[]) => names.map(name => ({name}));
const columns = (...names: string[]) =>
	Object.fromEntries(names.map(name => [name, {name, generated: name.startsWith('twice')}]));

test('a table with half of its columns is a candidate, and its rename can be undone', async () => {
	const from = snapshotOf(
		tableOf('book', {id: 'integer', title: 'text'}),
		tableOf('pen', {ink: 'x'}),
	);
	const to = snapshotOf(
		tableOf('novel', {id: 'integer', name: 'text'}),
		tableOf('cup', {size: 'y'}),
	);
	const {asked, comparison, detector: renames} = detector(from, to);
	await renames.tables({removedTables: gone('book', 'pen'), newTables: gone('novel', 'cup')});
	assert.deepEqual(
		asked.map(({entity, candidates, others}) => [entity, candidates, others]),
		[
			['Book', ['Novel'], ['Cup']],
			['Pen', [], ['Cup']],
		],
	);
	assert.deepEqual(
		renames.operations.map(({sentence}) => sentence),
		['Rename entity Book to Novel'],
	);
	assert.deepEqual(comparison.renames.up, ['alter table "book" rename to "novel";']);
	assert.deepEqual(comparison.renames.down, ['alter table "novel" rename to "book";']);
	assert.deepEqual(from.tables.map(({name, entity}) => [name, entity])[0], ['novel', 'Novel']);
});

test('the only removed and the only new entity need to share just one column', async () => {
	const from = snapshotOf(tableOf('book', {id: 'integer', a: 'text', b: 'text'}));
	const to = snapshotOf(tableOf('novel', {id: 'integer', c: 'text', d: 'text'}));
	const {asked, detector: renames} = detector(from, to);
	await renames.tables({removedTables: gone('book'), newTables: gone('novel')});
	assert.deepEqual(asked[0]?.candidates, ['Novel']);
});

test('columns of one type are candidates, generated ones are not', async () => {
	const from = snapshotOf(tableOf('book', {name: 'text', twiceOld: 'text'}));
	const to = snapshotOf(tableOf('book', {title: 'text', price: 'integer', twiceNew: 'text'}));
	const {asked, comparison, detector: renames} = detector(from, to);
	const [removedColumns, addedColumns] = [
		columns('name', 'twiceOld'),
		columns('price', 'title', 'twiceNew'),
	];
	await renames.columns({changedTables: [{toTable: {name: 'book'}, removedColumns, addedColumns}]});
	assert.deepEqual(
		asked.map(({property, candidates, others}) => [property, candidates, others]),
		[['name', ['title'], ['price']]],
	);
	assert.deepEqual(comparison.renames.up, ['alter table "book" rename column "name" to "title";']);
	assert.deepEqual(comparison.renames.down, [
		'alter table "book" rename column "title" to "name";',
	]);
	assert.deepEqual(Object.keys(from.tables[0]!.columns), ['title', 'twiceOld']);
});

test('a renamed column is no candidate for the next one', async () => {
	const from = snapshotOf(tableOf('book', {one: 'text', two: 'text'}));
	const to = snapshotOf(tableOf('book', {three: 'text'}));
	const {asked, detector: renames} = detector(from, to);
	const change = {removedColumns: columns('one', 'two'), addedColumns: columns('three')};
	await renames.columns({changedTables: [{toTable: {name: 'book'}, ...change}]});
	assert.deepEqual(
		asked.map(({candidates}) => candidates),
		[['three'], []],
	);
});
