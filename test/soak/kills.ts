/**
 * kill -9 at a random moment of a migrate, again and again: the next run tells the truth and
 * finishes, and in the end each migration was applied once.
 *
 *     node --import=tsx --test test/soak/kills.ts   (ROUNDS=50, SEED=1, DRIVERS=sqlite,postgresql,mariadb)
 */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import test from 'node:test';
import {setTimeout as delay} from 'node:timers/promises';
import {quarterdeck, startQuarterdeck} from '../support/command.ts';
import {databases} from '../support/databases.ts';
import {inRound} from '../support/round.ts';

const rounds = Number(process.env.ROUNDS ?? 50);
const drivers = (process.env.DRIVERS ?? 'sqlite,postgresql,mariadb').split(',');
let state = Number(process.env.SEED ?? 1);

/** 0 to 1, the same ones for the same seed. */
function random(): number {
	state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
	return state / 2_147_483_648;
}

const names = Array.from({length: 12}, (_, index) => `${String(index + 1).padStart(4, '0')}_step`);

for (const {driver, options, makeShop} of databases) {
	if (!drivers.includes(driver)) continue;
	test(`${driver}: ${rounds} kills, seed ${state}`, options, async t => {
		const outcomes = {done: 0, planned: 0, told: 0};
		const kill = (number: number) =>
			inRound(async round => {
				const {shop, rows} = await makeShop(round);
				for (const [index, name] of names.entries()) {
					const sql = [
						...(index === 0 ? ['create table counter (name varchar(99))'] : []),
						`create table t_${name} (id int)`,
						`insert into counter values ('${name} a')`,
						`alter table t_${name} add column note varchar(9)`,
						`insert into counter values ('${name} b')`,
						`create index i_${name} on t_${name} (note)`,
					];
					const dependencies = index === 0 ? [] : [`shop.${names[index - 1]}`];
					if (number % 2 === 1) {
						shop.literalMigration(name, {dependencies, up: sql});
						continue;
					}
					const up = sql.map(text => `this.addSql(${JSON.stringify(text)});`).join('\n');
					const plain = index % 2 === 1 ? '\n}\noverride isTransactional() {\nreturn false;' : '';
					const code = number % 4 === 0 ? "await this.execute('select 1');\n" : '';
					shop.migration(name, {dependencies, up: `${code}${up}${plain}`});
				}
				const child = startQuarterdeck(round, shop.root, ['migrate', '--json']);
				const ended = once(child, 'close');
				// From the first migration on it takes some tens of milliseconds.
				const started = new Promise<void>(resolve => {
					child.stdout.on('data', text => {
						if (String(text).includes('"applying"')) resolve();
					});
					ended.then(() => resolve());
				});
				await started;
				const span = driver === 'mariadb' ? 500 : number % 2 === 1 ? 30 : 150;
				await delay(random() * span);
				child.kill('SIGKILL');
				await ended;
				let next = await quarterdeck(shop.root, ['migrate']);
				const where = () => `seed round ${number}:\n${next.stdout}${next.stderr}`;
				if (next.code === 3) {
					outcomes.told++;
					assert.match(next.stderr, /is only partly applied/, where());
					next = await quarterdeck(shop.root, ['migrate', '--resume']);
				} else if (next.stdout.includes('No migrations')) outcomes.done++;
				else outcomes.planned++;
				assert.equal(next.code, 0, where());
				assert.deepEqual(
					(await rows('select name from counter order by name')).map(({name}) => name),
					names.flatMap(name => [`${name} a`, `${name} b`]),
					where(),
				);
				assert.deepEqual(
					(await rows('select name from mikro_orm_migrations order by id')).map(({name}) => name),
					names.map(name => `shop.${name}`),
					where(),
				);
				// Where nothing was left to do, nobody took the lock and with it the dead one's note.
				if (!next.stdout.includes('No migrations')) {
					await assert.rejects(async () => rows('select * from quarterdeck_notes'), where());
				}
			});
		for (let number = 0; number < rounds; number++) await kill(number);
		t.diagnostic(JSON.stringify(outcomes));
	});
}
