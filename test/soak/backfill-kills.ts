/**
 * kill -9 at a random moment of a backfill, again and again until it is done, and then from the start: each row was
 * filled once, and what showmigrations says of it never gets ahead of the rows.
 *
 *     node --import=tsx --test test/soak/backfill-kills.ts   (ROUNDS=200, SEED=1, DRIVERS=sqlite,postgresql,mariadb)
 */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import test from 'node:test';
import {setTimeout as delay} from 'node:timers/promises';
import {books, counting, makeBooks, writeBackfill} from '../support/backfills.ts';
import {startQuarterdeck} from '../support/command.ts';
import {databases} from '../support/databases.ts';

/** How many kills there are on each database. */
const rounds = Number(process.env.ROUNDS ?? 200);
const drivers = (process.env.DRIVERS ?? 'sqlite,postgresql,mariadb').split(',');
const count = 6000;
/** Milliseconds from the begin of the backfill, at most. */
const span = 500;
let state = Number(process.env.SEED ?? 1);

/** 0 to 1, the same ones for the same seed. */
function random(): number {
	state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
	return state / 2_147_483_648;
}

const definitions = [
	`${counting}, batch: 40`,
	`${counting}, where: {isbn: null}, batch: 40`,
	"entity: 'Book', batch: 60, run: books => { for (const book of books) book.n++; }",
	"entity: 'Book', batch: 40, where: {isbn: null}, run: {n: raw('n + 1'), isbn: raw('lower(code)')}",
];

for (const {driver, options, makeShop} of databases) {
	if (!drivers.includes(driver)) continue;
	test(`${driver}: ${rounds} kills, seed ${state}`, options, async t => {
		const {shop, rows} = await makeShop(t, books);
		await makeBooks(shop, count);
		await shop.run(['migrate']);
		const outcomes = {kills: 0, inBackfill: 0, done: 0};
		const quiet = async (sql: string) => {
			for (;;) {
				try {
					return await rows(sql);
				} catch (error) {
					if (!/locked|busy/i.test(String(error))) throw error;
					await delay(20);
				}
			}
		};
		while (outcomes.kills < rounds) {
			const number = 3 + outcomes.done;
			const name = `${String(number).padStart(4, '0')}_fill`;
			await quiet('update book set n = 0, isbn = null');
			writeBackfill(shop, name, definitions[outcomes.done % definitions.length]!);
			for (let isDone = false; !isDone; ) {
				const child = startQuarterdeck({after: () => {}} as never, shop.root, [
					'migrate',
					'--json',
				]);
				let output = '';
				const ended = once(child, 'close');
				const begun = new Promise<void>(resolve => {
					child.stdout.on('data', text => {
						output += text;
						if (output.includes('"applying"')) resolve();
					});
					ended.then(() => resolve());
				});
				child.stderr.on('data', text => {
					output += text;
				});
				await begun;
				const kills = outcomes.kills < rounds;
				await (kills ? Promise.race([delay(random() * span), ended]) : ended);
				const wasKilled = child.exitCode === null && child.kill('SIGKILL');
				await ended;
				if (wasKilled) outcomes.kills++;
				else assert.equal(child.exitCode, 0, output);
				const [found] = await quiet(
					'select min(n) as least, max(n) as most, sum(n) as filled from book',
				);
				assert.ok(found!.most <= 1, `a row was filled twice: ${output}`);
				const applied = await quiet(
					`select name from mikro_orm_migrations where name = 'shop.${name}'`,
				);
				isDone = applied.length > 0;
				if (isDone) assert.equal(found!.least, 1, `a row was left out: ${output}`);
				else {
					const [checkpoint] = await quiet('select filled from quarterdeck_backfills').catch(
						() => [],
					);
					assert.equal(Number(checkpoint?.filled ?? 0), Number(found!.filled), output);
					if (wasKilled && Number(found!.filled) > 0) outcomes.inBackfill++;
				}
			}
			outcomes.done++;
		}
		t.diagnostic(JSON.stringify(outcomes));
		console.log(driver, JSON.stringify(outcomes));
	});
}
