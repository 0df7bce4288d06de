import assert from 'node:assert/strict';
import test from 'node:test';
import {
	type CommandContext,
	defineCommand,
} from '../../source/command-definition/define-command.ts';
import {mistakeIn} from '../../source/command-definition/mistake.ts';
import {valuesOf} from '../../source/command-definition/values.ts';

const importBooks = defineCommand({
	summary: 'Read books from a file',
	arguments: {
		sourceFile: {help: 'a CSV file'},
		year: {type: 'number', optional: true},
		tags: {many: true, optional: true},
	},
	flags: {
		format: {type: 'string', choices: ['csv', 'json'], default: 'csv', help: 'how it is written'},
		limit: {type: 'number', help: 'at most so many'},
		shelf: {type: 'string', many: true, help: 'where they stand'},
		dryRun: {type: 'boolean', help: 'write nothing'},
	},
	run: () => {},
});

type Equal<A, B> =
	(<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Values = Parameters<typeof importBooks.run>[0];

/** Compiles only while the types are these. */
const inferred: [
	Equal<Values['sourceFile'], string>,
	Equal<Values['year'], number | undefined>,
	Equal<Values['tags'], string[]>,
	Equal<Values['format'], 'csv' | 'json'>,
	Equal<Values['limit'], number | undefined>,
	Equal<Values['shelf'], string[]>,
	Equal<Values['dryRun'], boolean>,
] = [true, true, true, true, true, true, true];

test('converts values to their defined types', () => {
	assert.equal(inferred.length, 7);
	assert.deepEqual(
		valuesOf(
			'books:import',
			importBooks as never,
			{limit: '3', shelf: ['a', 'b'], 'dry-run': true, format: 'json'},
			['books.csv', '1977', 'sea', 'sail'],
		),
		{
			sourceFile: 'books.csv',
			year: 1977,
			tags: ['sea', 'sail'],
			format: 'json',
			limit: 3,
			shelf: ['a', 'b'],
			dryRun: true,
		},
	);
	assert.deepEqual(valuesOf('books:import', importBooks as never, {}, ['books.csv']), {
		sourceFile: 'books.csv',
		year: undefined,
		tags: [],
		format: 'csv',
		limit: undefined,
		shelf: [],
		dryRun: false,
	});
});

test('names an invalid flag, and never shows its value', () => {
	const sentence = (typed: Record<string, string>, positionals = ['books.csv']) => {
		let told = '';
		assert.throws(
			() => valuesOf('books:import', importBooks as never, typed, positionals),
			(error: Error & {exitCode: number; hint: string}) => {
				told = error.message;
				return error.exitCode === 2 && /quarterdeck books:import --help/.test(error.hint);
			},
		);
		return told;
	};
	assert.equal(sentence({}, []), 'SOURCE_FILE is missing.');
	assert.equal(sentence({}, ['books.csv', 'hunter2']), 'YEAR must be a number.');
	assert.equal(sentence({limit: ''}), '--limit must be a number.');
	assert.equal(sentence({format: 'jso'}), '--format must be one of csv, json. Did you mean json?');
});

test('a definition that cannot work is refused with a sentence', () => {
	const run = () => {};
	const flag = {type: 'boolean', help: ''} as const;
	const mistakes: [object | undefined, RegExp | undefined][] = [
		[importBooks, undefined],
		[undefined, /exports no command/],
		[{run}, /no summary/],
		[{summary: 's', run, arguments: {one: {}}, flags: {one: flag}}, /both named one/],
		[{summary: 's', run, flags: {noColor: flag}}, /--no-color, which works everywhere/],
		[{summary: 's', run, flags: {day: {type: 'date', help: ''}}}, /day the type date/],
		[{summary: 's', run, flags: {day: {help: ''}}}, /flag day no type/],
		[{summary: 's', run, arguments: {all: {many: true}, last: {}}}, /behind all, which takes all/],
		[{summary: 's', run, arguments: {one: {optional: true}, two: {}}}, /two behind an argument/],
	];
	for (const [definition, mistake] of mistakes) {
		if (mistake) assert.match(mistakeIn(definition)!, mistake);
		else assert.equal(mistakeIn(definition), undefined);
	}
});

test('the types refuse a default of another kind', () => {
	defineCommand({
		summary: 's',
		// @ts-expect-error
		flags: {limit: {type: 'number', default: 'three', help: ''}},
		run: ({limit}, {em}: CommandContext) => void [limit, em],
	});
});
