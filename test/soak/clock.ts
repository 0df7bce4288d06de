/**
 * A clock that jumps by a day, both ways, between the processes of one project: what the server,
 * migrations, backups and history say stays true.
 *
 *     node scripts/test.ts test/soak/clock.ts   (needs Debian's package libfaketime)
 */
import assert from 'node:assert/strict';
import {existsSync, globSync, readdirSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {readHistory} from '../../source/runs/history.ts';
import {type Outcome, objects, quarterdeck} from '../support/command.ts';
import {skipWithout} from '../support/requires.ts';
import {onePageProject} from '../support/server.ts';
import {makeShop} from '../support/shop.ts';

const [library = ''] = globSync('/usr/lib/*/faketime/libfaketime.so.1');
const options = {skip: skipWithout('libfaketime', existsSync(library))};

/** A command whose wall clock is so many days off. */
function at(days: number, root: string, words: string[]): Promise<Outcome> {
	const FAKETIME = `${days < 0 ? '' : '+'}${days}d`;
	// As in a system whose clock is set: what measures durations goes on.
	const env = {LD_PRELOAD: library, FAKETIME, FAKETIME_DONT_FAKE_MONOTONIC: '1'};
	return quarterdeck(root, words, {env: days === 0 ? {} : env});
}

for (const [then, now] of [
	[1, 0],
	[-1, 0],
	[-1, 1],
	[1, -1],
] as const) {
	test(
		`a server of a clock ${then} days off is seen and stopped by one ${now} days off`,
		options,
		async t => {
			const root = onePageProject(t);
			const started = await at(then, root, ['runserver', '--detach', '0']);
			assert.equal(started.code, 0, started.stderr);
			const [status] = objects(await at(now, root, ['status', '--json']));
			assert.equal(status.server.state, 'running');
			const again = await at(now, root, ['runserver', '--detach']);
			assert.equal(again.code, 0, again.stderr);
			const stopped = await at(now, root, ['stopserver']);
			assert.equal(stopped.code, 0, stopped.stderr);
			const [after] = objects(await at(then, root, ['status', '--json']));
			assert.equal(after.server.state, 'stopped');
		},
	);
}

test('migrations, backups and history of a clock that jumps', options, async t => {
	const shop = makeShop(t);
	const dependencies: string[] = [];
	for (const [index, days] of [0, 1, -1, 0, 1, -1].entries()) {
		const name = `000${index + 1}_step`;
		shop.literalMigration(name, {
			dependencies: [...dependencies],
			up: [`create table t${index} (id int)`],
		});
		dependencies.splice(0, 1, `shop.${name}`);
		const {code, stdout, stderr} = await at(days, shop.root, ['migrate']);
		assert.equal(code, 0, stderr);
		assert.match(stdout, new RegExp(`Applying shop\\.${name}\\.\\.\\. OK`));
		const [status] = objects(await at(-days, shop.root, ['status', '--json']));
		assert.deepEqual([status.unapplied, status.runs], [0, []]);
	}
	for (const {milliseconds, command} of readHistory(shop.root)) {
		assert.ok(milliseconds >= 0 && milliseconds < 60_000, `${command} took ${milliseconds}`);
	}
	shop.migration('0007_pet', {
		dependencies,
		up: 'this.addSql("create table pet (name text)"); this.addSql("insert into pet values (\'Rex\')");',
		down: 'this.addSql("drop table pet");',
	});
	assert.equal((await at(1, shop.root, ['migrate'])).code, 0);
	for (const days of [1, -1, 0]) {
		const back = await at(days, shop.root, ['migrate', 'shop', '0006', '--allow-data-loss']);
		assert.equal(back.code, 0, back.stderr);
		const made = /backups\/(\S+sqlite3)/.exec(back.stdout + back.stderr)?.[1];
		const copies = readdirSync(path.join(shop.root, '.quarterdeck/backups')).sort();
		assert.ok(made, back.stdout);
		assert.equal(copies.at(-1), made, 'the newest copy is the one just made');
		assert.equal((await at(-days, shop.root, ['migrate'])).code, 0);
	}
});
