import assert from 'node:assert/strict';
import {readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {after, before} from 'node:test';
import {commandLine, converse} from '../../support/command-line.ts';
import {setVariable} from '../../support/environment.ts';
import {makePlainProject} from '../../support/plain-project.ts';
import {temporaryFolder} from '../../support/project.ts';
import {fillLibrary, wideEntities} from '../../support/wide-library.ts';

const library = makePlainProject({after: work => after(work as () => void)}, wideEntities);

before(async () => {
	for (const command of ['makemigrations', 'migrate']) await library.quarterdeck(command);
	await fillLibrary(library.root);
});

const header = '{"format":"quarterdeck-data","version":1}';
const tag = (values: object) => JSON.stringify({entity: 'Tag', row: values});
const book = (values: object) =>
	JSON.stringify({entity: 'Book', row: {id: 9, author_id: 1, ...values}});

/** A file, and what it is refused with behind its name. */
const unfit: [what: string, lines: string[], sentence: string][] = [
	['no JSON', ['{"entity"'], ':1: it is not a line of JSON.'],
	['a list', ['[1]'], ':1: it is not a JSON object.'],
	['no row', ['', '{"entity":"Tag"}'], ':2: it is not {"entity": "…", "row": {…}}.'],
	['another format', ['{"format":"fixture"}'], ':1: it is not a dump of this program.'],
	[
		'another version',
		['{"format":"quarterdeck-data","version":2}'],
		':1: version 2 of the format is not known here.',
	],
	['a second header', [header, header], ':2: a header stands in the first line only.'],
	[
		'a dump without its end',
		[header, tag({id: 'x', name: 'x'})],
		':2: the dump is not complete: its last line is missing.',
	],
	['a dump that lacks rows', [header, '{"objects":1}'], ':2: it has 0 rows, and should have 1.'],
	[
		'lines behind the end',
		[header, '{"objects":0}', '{}'],
		':3: the dump has ended before this line.',
	],
	[
		'an unknown entity',
		['{"entity":"Boook","row":{}}'],
		':1: the project has no entity "Boook". Did you mean Book?',
	],
	['an unknown column', [book({prize: 1})], ':1: Book has no column "prize".'],
	['a wrong integer', [book({copies: 1.5})], ':1: copies must be a whole number.'],
	['a wrong number', [book({weight: 'heavy'})], ':1: weight must be a number.'],
	[
		'a wrong decimal',
		[book({price: '1,5'})],
		":1: price must be a number in a string, such as '12.50'.",
	],
	['a wrong boolean', [book({is_printed: 1})], ':1: is_printed must be true or false.'],
	[
		'a time without a zone',
		[book({printed_at: '2026-11-24T07:12:05'})],
		":1: printed_at must be a time with its zone, such as '2026-11-24T07:12:05Z'.",
	],
	['a wrong date', [book({day: '24.11.2026'})], ":1: day must be a date, such as '2026-11-24'."],
	['wrong JSON', [book({data: {a: 1}})], ':1: data must be a string of JSON.'],
	['a wrong binary', [book({cover: 'ä'})], ':1: cover must be a string in base64.'],
	['a wrong list', [book({words: 'a,b'})], ':1: words must be a list of strings.'],
	['a wrong text', [tag({id: 5})], ':1: id must be a string.'],
	[
		'a missing value',
		[tag({id: 'x', name: 'x'}), tag({id: 'y', name: null})],
		':2: the database refuses it: NOT NULL constraint failed: tag.name.',
	],
];

for (const [what, lines, sentence] of unfit) {
	test(`${what} is refused with its place, and nothing is changed`, async t => {
		const before = await dumped();
		const file = written(t, `${lines.join('\n')}\n`);
		const {code, stdout, stderr} = await commandLine(library.root, ['loaddata', file]);
		assert.deepEqual([code, stdout], [1, '']);
		assert.equal(stderr.split('\n')[0], `Error: ${file}${sentence}`);
		assert.equal(await dumped(), before);
	});
}

test('a file that is missing, or no text, is refused', async t => {
	const missing = await commandLine(library.root, ['loaddata', '/nowhere.jsonl']);
	assert.match(
		missing.stderr,
		/^Error: \/nowhere\.jsonl cannot be read: it does not exist \(ENOENT\)\./,
	);
	const bytes = written(t, Buffer.from([0x7b, 0xff]));
	const {code, stderr} = await commandLine(library.root, ['loaddata', bytes]);
	assert.equal(code, 1);
	assert.match(stderr, /: it is not text in UTF-8\.$/m);
});

test('a key that refers to nothing is found at the end', async t => {
	const file = written(t, book({author_id: 77}));
	const {code, stdout, stderr} = await commandLine(library.root, ['loaddata', file]);
	assert.deepEqual([code, stdout], [1, '']);
	assert.match(
		stderr,
		/^Error: A row of book refers with author_id to a row of author that does not exist\./,
	);
});

test('all files are loaded or none', async t => {
	const before = await dumped();
	const good = written(t, tag({id: 'x', name: 'x'}));
	const {code} = await commandLine(library.root, ['loaddata', good, written(t, '{}')]);
	assert.equal(code, 1);
	assert.equal(await dumped(), before);
});

test('what was dumped is there again after a flush', async () => {
	const before = await dumped();
	const flushed = await commandLine(library.root, ['flush', '--noinput']);
	assert.match(flushed.stdout, /^The database was copied to .+\nAll rows were deleted\.\n$/);
	assert.match(await dumped(), /^\{"format".+\n\{"objects":0\}\n$/);
	const {stdout} = await commandLine(library.root, ['loaddata', '-'], before);
	assert.equal(stdout, 'Installed 10 object(s) from 1 fixture(s)\n');
	assert.equal(await dumped(), before);
});

test('a flush that nobody answers changes nothing; only yes is an answer', async t => {
	const before = await dumped();
	const {code, stderr} = await commandLine(library.root, ['flush']);
	assert.equal(code, 3);
	assert.match(
		stderr,
		/^You have requested a flush of the database\.\n.+ 'library\.db' database,\n/,
	);
	assert.match(stderr, /Answer it with --noinput$/m);
	const talk = converse(t, library.root, ['flush']);
	await talk.answer("Type 'yes' to continue", 'y');
	assert.equal(await talk.end(), 1);
	assert.match(talk.text(), /Flush cancelled\./);
	assert.equal(await dumped(), before);
});

test('with --output, only its owner can read the file', async t => {
	const file = path.join(temporaryFolder(t), 'data.jsonl');
	const {stdout} = await commandLine(library.root, ['dumpdata', '--output', file]);
	assert.equal(stdout, `Dumped 10 objects to ${file}.\n`);
	assert.equal(readFileSync(file, 'utf8'), await dumped());
	assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('apps are dumped by their labels', async () => {
	const {stdout} = await commandLine(library.root, ['dumpdata', '--exclude', 'library']);
	assert.match(stdout, /\{"objects":0\}\n$/);
	const {code, stderr} = await commandLine(library.root, ['dumpdata', 'libary']);
	assert.equal(code, 2);
	assert.match(stderr, /^Error: No installed app with label 'libary'\./);
});

test('production needs consent', async t => {
	setVariable(t, 'NODE_ENV', 'production');
	for (const words of [
		['flush', '--noinput'],
		['loaddata', '-'],
	]) {
		const {code, stderr} = await commandLine(library.root, words);
		assert.equal(code, 3);
		assert.match(stderr, /^This is PRODUCTION: .+\n(.+\n)*Answer it with --allow-production$/m);
	}
	const {code} = await commandLine(library.root, ['loaddata', '-', '--allow-production'], '\n');
	assert.equal(code, 0);
});

test('rows are not loaded before the migrations are applied', async t => {
	const project = makePlainProject(t, wideEntities);
	const [before] = [await commandLine(project.root, ['dumpdata'])];
	assert.match(
		before.stderr,
		/^Error: The sqlite database library\.db cannot be used: the file does not exist yet\./,
	);
	await project.quarterdeck('makemigrations');
	for (const words of [
		['loaddata', '-'],
		['flush', '--noinput'],
	]) {
		const {code, stderr} = await commandLine(project.root, words);
		assert.equal(code, 1);
		assert.match(
			stderr,
			/^Error: You have 1 unapplied migration\(s\)\..+\nRun 'quarterdeck migrate' to apply them\.\n$/,
		);
	}
});

async function dumped(): Promise<string> {
	const {code, stdout, stderr} = await commandLine(library.root, ['dumpdata']);
	assert.equal(code, 0, stderr);
	return stdout;
}

function written(t: test.TestContext, text: string | Buffer): string {
	const file = path.join(temporaryFolder(t), 'data.jsonl');
	writeFileSync(file, text);
	return file;
}
