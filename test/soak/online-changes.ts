/**
 * Eleven kinds of change under load, with the code from before the change running through all of it and the new code
 * after it, on PostgreSQL and MariaDB: `makemigrations --online`, then `migrate`. Prints which ones served every
 * request. Where the old code fails, the plan has warned of it or the change was refused.
 *
 *     node --import=./test/support/setup.js test/soak/online-changes.ts   (SEED=1, ROWS=20000, CLIENTS=8)
 */
import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {setTimeout as delay} from 'node:timers/promises';
import {quarterdeck} from '../support/command.ts';
import {inRound} from '../support/round.ts';
import {makeDatabase, type Server, type Session, servers} from '../support/servers.ts';
import {makeShop} from '../support/shop.ts';

const rowCount = Number(process.env.ROWS ?? 20_000);
const clients = Number(process.env.CLIENTS ?? 8);
let state = Number(process.env.SEED ?? 1);

/** 0 to 1, the same ones for the same seed. */
function random(): number {
	state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
	return state / 2_147_483_648;
}

const usual = "title: p.string(), shelf: p.integer(), state: p.enum(['new', 'used'])";

function entities(properties = usual, more = '', others = ''): string {
	return `export const Shelf = defineEntity({name: 'Shelf', tableName: 'shelf', properties: {id: p.integer().primary()}});
export const Book = defineEntity({name: 'Book', tableName: 'book',${more} properties: {id: p.integer().primary(), ${properties}}});
${others}`;
}

interface Change {
	name: string;
	after: string;
	/** What the new code sends; `?` is a row's key. */
	sends: string[];
	answers?: string[];
}

const oldCode = [
	"update book set title = 'x', shelf = 1, state = 'used' where id = ?",
	'select id, title, shelf, state from book where id = ?',
	"insert into book (id, title, shelf, state) values (?, 'y', 1, 'new') on conflict do nothing",
];

const changes: Change[] = [
	{
		name: 'add a column',
		after: entities(`${usual}, isbn: p.string().nullable()`),
		sends: ["update book set isbn = '1' where id = ?"],
	},
	{
		name: 'drop a column',
		after: entities("title: p.string(), state: p.enum(['new', 'used'])"),
		sends: ['select title, state from book where id = ?'],
	},
	{
		name: 'rename a column',
		after: entities(usual.replace('shelf:', 'place:')),
		sends: ['select place from book where id = ?'],
		answers: ['--rename', 'shop.book.shelf=place'],
	},
	{
		name: 'not null',
		after: entities(`${usual}, code: p.string().default('?')`),
		sends: ['select code from book where id = ?'],
	},
	{
		name: 'unique',
		after: entities(usual, "uniques: [{properties: ['id', 'title']}],"),
		sends: ['select title from book where id = ?'],
	},
	{
		name: 'foreign key',
		after: entities(usual.replace('shelf: p.integer()', 'shelf: () => p.manyToOne(Shelf)')),
		sends: ['select shelf_id from book where id = ?'],
		answers: ['--rename', 'shop.book.shelf=shelf_id'],
	},
	{
		name: 'a wider type',
		after: entities(usual.replace('title: p.string()', 'title: p.text()')),
		sends: ['select title from book where id = ?'],
	},
	{
		name: 'a type that rewrites',
		after: entities(usual.replace('shelf: p.integer()', 'shelf: p.bigint()')),
		sends: ['select shelf from book where id = ?'],
	},
	{
		name: 'an enum value',
		after: entities(usual.replace("'used'", "'used', 'lost'")),
		sends: ["update book set state = 'lost' where id = ?"],
	},
	{
		name: 'an index',
		after: entities(usual, "indexes: [{properties: ['title']}],"),
		sends: ['select id from book where title = cast(? as text)'],
	},
	{
		name: 'rename a table',
		after: entities().replace("tableName: 'book'", "tableName: 'novel'"),
		sends: ['select title from novel where id = ?'],
		answers: ['--rename', 'shop.book=Book'],
	},
	{
		name: 'split a table',
		after: entities(
			usual,
			'',
			"export const Note = defineEntity({name: 'Note', tableName: 'note', properties: {id: p.integer().primary(), text: p.text(), book: () => p.manyToOne(Book)}});",
		),
		sends: ["insert into note (id, text, book_id) values (?, 'z', 1) on conflict do nothing"],
	},
];

/** Sends statements until it is told to stop. @returns how many were served, and what failed first */
async function use({rows}: Session, statements: string[], signal: AbortSignal) {
	let served = 0;
	let failed = 0;
	let first = '';
	while (!signal.aborted) {
		const sql = statements[Math.floor(random() * statements.length)]!;
		try {
			await rows(sql.replaceAll('?', String(1 + Math.floor(random() * rowCount))));
			served++;
		} catch (error) {
			failed++;
			first ||= (error as Error).message;
		}
		await delay(2 + random() * 8);
	}
	return {served, failed, first};
}

/** PostgreSQL's words in MariaDB's. */
function onMariadb(sql: string): string {
	return sql
		.replace(/^insert (.*) on conflict do nothing$/, 'insert ignore $1')
		.replace('cast(? as text)', "'?'")
		.replace(/generate_series\(1, (\d+)\) as n/, '(select seq as n from seq_1_to_$1) as numbers');
}

const wanted = process.env.DRIVER;
for (const server of servers.filter(({driver}) => !wanted || driver === wanted)) {
	const inWords = server.driver === 'postgresql' ? (sql: string) => sql : onMariadb;
	test(`${server.driver}: ${changes.length} kinds of change, seed ${state}`, t =>
		soak(t, server, inWords));
}

async function soak(t: TestContext, server: Server, inWords: (sql: string) => string) {
	for (const {name, after, sends, answers = []} of changes) {
		await inRound(async round => {
			const {driver, host, port, user} = server;
			const database = await makeDatabase(round, server);
			const shop = makeShop(round, entities(), {driver, host, port, user, name: database.name});
			await shop.run(['makemigrations']);
			await shop.run(['migrate']);
			await database.rows('insert into shelf values (1)');
			await database.rows(
				inWords(
					`insert into book (id, title, shelf, state) select n, 'Book', 1, 'new' from generate_series(1, ${rowCount}) as n`,
				),
			);
			const sessions = await Promise.all(Array.from({length: clients}, database.session));
			shop.entities(after);
			const made = await quarterdeck(shop.root, [
				'makemigrations',
				'--online',
				'--noinput',
				...answers,
			]);
			if (made.code !== 0) {
				assert.match(made.stderr, /^Error: .*(?:rewrites|copy)/m, made.stderr);
				t.diagnostic(`${name}: refused: ${made.stderr.split('\n')[0]}`);
				return;
			}
			const {stdout: plan} = await quarterdeck(shop.root, ['migrate', '--plan']);
			const warned = [...new Set(plan.match(/\bDL\d+/g) ?? [])];
			const end = new AbortController();
			const old = sessions.map(one => use(one, oldCode.map(inWords), end.signal));
			await delay(1000);
			const {code, stdout, stderr} = await quarterdeck(shop.root, ['migrate', '--allow-data-loss']);
			assert.equal(code, 0, stdout + stderr);
			const fresh = await Promise.all(Array.from({length: clients}, database.session));
			const news = fresh.map(one => use(one, sends.map(inWords), end.signal));
			await delay(1000);
			end.abort();
			const results = await Promise.all(old);
			const newer = await Promise.all(news);
			const sum = (list: {served: number; failed: number}[], key: 'served' | 'failed') =>
				list.reduce((total, one) => total + one[key], 0);
			const failed = sum(results, 'failed');
			const first = results.find(one => one.first)?.first ?? '';
			t.diagnostic(
				`${name}: old code ${sum(results, 'served')} served, ${failed} failed${first && ` (${first})`}; new code ${sum(newer, 'served')} served, ${sum(newer, 'failed')} failed; warned: ${warned.join(', ') || 'nothing'}`,
			);
			assert.equal(sum(newer, 'failed'), 0, newer.find(one => one.first)?.first);
			assert.ok(
				failed === 0 || warned.some(one => /DL00[127]/.test(one)),
				`${name} was not warned of`,
			);
		});
	}
}
