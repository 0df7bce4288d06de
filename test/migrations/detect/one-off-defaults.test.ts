import assert from 'node:assert/strict';
import test from 'node:test';
import {OneOffValues} from '../../../source/migrations/detect/one-off-defaults.ts';
import {Renames} from '../../../source/migrations/detect/renames.ts';
import {fillsOf} from '../../../source/migrations/mikro-orm/sqlite-rebuild.ts';
import {collectingQuestioner} from '../../../source/migrations/questions/questioner.ts';
import {snapshotOf, tableOf} from '../../support/snapshots.ts';

/** Values whose questions are all answered with the same one; it notes what they were about. */
function values(driverName: string, answer: string | undefined) {
	const asked: string[] = [];
	const questioner = collectingQuestioner({
		renamedTo: async () => undefined,
		oneOffDefault: async ({property, reason}) => {
			asked.push(`${property} ${reason}`);
			return answer;
		},
		backwardsDefault: ({property}) => {
			asked.push(`${property} backwards`);
			return answer;
		},
	});
	const [from, to] = [snapshotOf(tableOf('book', {d: 'text'})), snapshotOf(tableOf('book', {}))];
	from.tables[0]!.columns.d!.property = 'old';
	const quoteTable = ({name}: {name: string}) => `"${name}"`;
	const orm: any = {driverName, quote: (name: string) => `"${name}"`, quoteTable};
	const app: any = {label: 'shop'};
	return {
		asked,
		values: new OneOffValues({
			app,
			before: from,
			from,
			to,
			orm,
			questioner,
			renames: new Renames(orm),
		}),
	};
}

const toTable = {name: 'book'};
const nullable = new Set(['nullable']);
const change = () => ({
	toTable,
	addedColumns: {
		a: {name: 'a'},
		b: {name: 'b', default: '0'},
		c: {name: 'c', nullable: true},
	} as any,
	removedColumns: {d: {name: 'd'}, e: {name: 'e', nullable: true}},
	changedColumns: {
		f: {changedProperties: nullable, column: {name: 'f'}, fromColumn: {name: 'f', nullable: true}},
		g: {changedProperties: nullable, column: {name: 'g', nullable: true}, fromColumn: {name: 'g'}},
		h: {changedProperties: new Set(['length']), column: {name: 'h'}, fromColumn: {name: 'h'}},
	},
});

test('only columns that rows need a value for and that have no default are asked about', async () => {
	const {asked, values: one} = values('postgresql', "'x'");
	await one.ask({changedTables: {book: change()}});
	assert.deepEqual(asked, ['old backwards', 'g backwards', 'a added', 'f null']);
});

test('a new column gets a default that is dropped afterwards, another is updated before', async () => {
	const {values: one} = values('postgresql', "'x'");
	const book = change();
	await one.ask({changedTables: {book}});
	const {first, last} = one.fill({changedTables: {book}});
	assert.deepEqual(first, [`update "book" set "f" = 'x' where "f" is null;`]);
	assert.deepEqual(last, ['alter table "book" alter column "a" drop default;']);
	assert.equal(book.addedColumns.a.default, "'x'");
});

test('on SQLite the rebuild of the table fills the columns', async () => {
	const {values: one} = values('sqlite', "'x'");
	const book = change();
	await one.ask({changedTables: {book}});
	assert.deepEqual(one.fill({changedTables: {book}}), {first: [], last: []});
	assert.deepEqual(fillsOf.get(book), {a: "'x'", f: "'x'"});
});

test('without a value nothing is filled', async () => {
	const {values: one} = values('postgresql', undefined);
	const book = change();
	await one.ask({changedTables: {book}});
	assert.deepEqual(one.fill({changedTables: {book}}), {first: [], last: []});
});
