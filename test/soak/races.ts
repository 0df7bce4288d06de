/**
 * Several migrates at once, again and again: each migration is applied once, every process ends with
 * 0, or with 4 where it was told not to wait.
 *
 *     node --import=tsx --test test/soak/races.ts        (ROUNDS=50, DRIVERS=sqlite,postgresql,mariadb)
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import {quarterdeck} from '../support/command.ts';
import {databases} from '../support/databases.ts';
import {inRound} from '../support/round.ts';

const rounds = Number(process.env.ROUNDS ?? 50);
const drivers = (process.env.DRIVERS ?? 'sqlite,postgresql,mariadb').split(',');
const names = ['0001_one', '0002_two', '0003_three'];

for (const {driver, options, makeShop} of databases) {
	if (!drivers.includes(driver)) continue;
	test(`${driver}: ${rounds} races`, options, async () => {
		const race = (number: number) =>
			inRound(async round => {
				const {shop, rows} = await makeShop(round);
				for (const [index, name] of names.entries()) {
					const create = index === 0 ? 'create table counter (name varchar(99));' : '';
					const dependencies = index === 0 ? [] : [`shop.${names[index - 1]}`];
					const up = [
						create,
						`create table t_${name} (id int);`,
						`insert into counter values ('${name}');`,
					].filter(Boolean);
					const sends = up.map(sql => `this.addSql(${JSON.stringify(sql)});`).join('\n');
					if (number % 4 < 2) shop.literalMigration(name, {dependencies, up});
					else
						shop.migration(name, {dependencies, up: `await this.execute('select 1');\n${sends}`});
				}
				const patient = number % 2 === 0 ? 2 : 5;
				const runs = await Promise.all([
					...Array.from({length: patient}, () => quarterdeck(shop.root, ['migrate'])),
					quarterdeck(shop.root, ['migrate', '--no-wait']),
				]);
				const where = `round ${number}: ${runs.map(({stderr}) => stderr).join('')}`;
				for (const [index, {code}] of runs.entries()) {
					assert.ok(code === 0 || (code === 4 && index === patient), where);
				}
				const applied = async (table: string, order: string) =>
					(await rows(`select name from ${table} order by ${order}`)).map(({name}) => name);
				assert.deepEqual(await applied('counter', 'name'), names, where);
				assert.deepEqual(
					await applied('mikro_orm_migrations', 'id'),
					names.map(name => `shop.${name}`),
					where,
				);
			});
		for (let number = 0; number < rounds; number++) await race(number);
	});
}
