import assert from 'node:assert/strict';
import {readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {Readable} from 'node:stream';
import test from 'node:test';
import {converseWithProcess} from '../../support/conversation.ts';
import {authors, makePlainProject} from '../../support/plain-project.ts';
import {runCommand} from '../../support/run-command.ts';
import {makeShop} from '../../support/shop.ts';

const book = `export const Book = defineEntity({
	name: 'Book',
	properties: {id: p.integer().primary(), written: p.datetime()},
});
export const Event = defineEntity({name: 'Event', properties: {id: p.integer().primary()}});`;

/** Runs code, which leaves what it found in a global. */
async function told(root: string, code: string, piped = false): Promise<unknown> {
	const global = globalThis as {told?: unknown};
	delete global.told;
	const flags = piped ? {} : {command: code};
	const {code: exitCode, events} = await runCommand(root, 'shell', [], flags, {
		stdin: Readable.from(piped ? [code] : []),
	});
	assert.deepEqual([exitCode, events], [0, []]);
	return global.told;
}

test('code runs with await, the entities, and a fork of the entity manager', async t => {
	const shop = makeShop(t, book);
	await runCommand(shop.root, 'makemigrations');
	await runCommand(shop.root, 'migrate');
	await told(
		shop.root,
		"em.create(Book, {written: new Date('1977-11-24')});\nem.create(entities.Event, {});\nawait em.flush(); // done",
	);
	assert.deepEqual(shop.rows('select count(*) as count from book'), [{count: 1}]);
	const found = await told(
		shop.root,
		`const {Book: imported} = await import('./shop/entities.ts');
globalThis.told = [
	await em.count(imported, {written: {$lt: new Date()}}),
	em !== orm.em,
	settings.name,
	typeof Event,
	new Event('x') instanceof globalThis.Event,
];`,
		true,
	);
	assert.deepEqual(found, [1, true, 'shop', 'function', true]);
	await assert.rejects(told(shop.root, '\nthrow new RangeError("far");'), (error: Error) =>
		/RangeError: far\n {4}at .*shop\/\[shell\]:2:/.test(error.stack!),
	);
});

test('a plain MikroORM project has its entities by name', async t => {
	const plain = makePlainProject(t, authors('name: p.string()'));
	assert.deepEqual(
		await told(plain.root, 'globalThis.told = [Author.name, Book.name, typeof em.find];'),
		['Author', 'Book', 'function'],
	);
});

test('a typed shell awaits, survives errors, keeps secrets out of its history, and ends with ^D', async t => {
	const shop = makeShop(t, book);
	const first = converseWithProcess(t, shop.root, ['shell']);
	await first.answer('shop> ', 'const dates = await Promise.resolve([new Date(0)])');
	await first.answer(
		'shop> ',
		'dates[0] instanceof Date && settings instanceof Object && Book.name + em.constructor.name',
	);
	await first.answer("'BookSqlEntityManager'", 'nowhere.to.be');
	await first.answer('Uncaught ReferenceError: nowhere is not defined', 'let password = "hunter2"');
	await first.answer('undefined', 'await new Promise(() => console.log("wait" + "ing"))');
	await first.press('waiting', '\u0003');
	await first.answer('interrupted', '6 * 7');
	await first.press('42', '\u0004');
	assert.equal(await first.end(), 0);
	assert.match(first.text(), /^In scope: orm, em, settings, Book, entities\.Event\. \^D ends\.\n/);
	const file = path.join(shop.root, '.quarterdeck/shell-history');
	assert.equal(statSync(file).mode & 0o777, 0o600);
	const history = readFileSync(file, 'utf8');
	assert.match(history, /^6 \* 7\n/);
	assert.doesNotMatch(history, /hunter2/);
	const second = converseWithProcess(t, shop.root, ['shell']);
	await second.press('shop> ', '\u001B[A\r');
	await second.press('42', '\u0004');
	assert.equal(await second.end(), 0);
});

test('a broken entity file is reported with its place', async t => {
	const shop = makeShop(t);
	writeFileSync(path.join(shop.root, 'shop/entities.ts'), 'throw new Error("no");\n');
	await assert.rejects(told(shop.root, ''), {message: 'shop/entities.ts:1: no'});
});
