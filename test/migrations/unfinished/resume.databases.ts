import assert from 'node:assert/strict';
import {once} from 'node:events';
import test from 'node:test';
import {overMikroOrm} from '../../../source/migrations/engine/mikro-orm.ts';
import {execute} from '../../../source/migrations/executor/executor.ts';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {openStatus} from '../../../source/status/collect.ts';
import {startQuarterdeck} from '../../support/command.ts';
import {databases} from '../../support/databases.ts';
import {noLock} from '../../support/sqlite-engine.ts';

const addSql = (...sql: string[]) =>
	sql.map(text => `this.addSql(${JSON.stringify(text)});`).join('\n');
const withoutTransaction = (up: string) => `${up}
	}

	override isTransactional() {
		return false;`;

for (const {driver, options, makeShop} of databases) {
	const stays = (...sql: string[]) =>
		isMysqlFamily(driver) ? addSql(...sql) : withoutTransaction(addSql(...sql));

	/** Long enough to be killed in. */
	const sleep = {
		sqlite:
			'with recursive n (i) as (select 1 union all select i + 1 from n where i < 9000000) select max(i) from n',
		postgresql: 'select pg_sleep(3)',
		mysql: 'do sleep(3)',
		mariadb: 'do sleep(3)',
	}[driver];

	test(
		`${driver}: what a failure leaves is reported, and the next run continues there`,
		options,
		async t => {
			const {shop, rows} = await makeShop(t);
			shop.migration('0001_one', {up: addSql('create table log (line varchar(99))')});
			await shop.run(['migrate']);
			const before = [
				'create table one (id int)',
				`insert into log values ('it''s "one"? \\\\ yes')`,
				'create table two (id int)',
			];
			shop.migration('0002_two', {
				dependencies: ['shop.0001_one'],
				up: stays(...before, 'create table log (id int)', "insert into log values ('last')"),
			});
			const failed = await shop.run(['migrate'], 1);
			assert.match(failed.stderr, /Statement 4: create table log .*\n.*already exists/);
			assert.match(failed.stderr, /NOT rolled back, still in the database:\n {4}create table one/);
			const asked = await shop.run(['migrate'], 3);
			assert.match(
				asked.stderr,
				/^shop\.0002_two is only partly applied\. \S+@\S+ started it at .* UTC\.\nStill in the database:\n {2}create table one/,
			);
			const {problems} = await (await openStatus(shop.root)).read();
			assert.deepEqual(
				problems.map(({code, migration, ways}) => [code, migration, ways?.map(({id}) => id)]),
				[['unfinished-migration', 'shop.0002_two', ['resume', 'mark-applied', 'start-over']]],
			);
			await assert.rejects(executeUnasked(shop.root), {code: 'unfinished-migration'});
			assert.match(asked.stderr, /Statement 4 of 5 failed: .*already exists/);
			assert.match(
				asked.stderr,
				/To undo it:\n {2}drop table two;\n {2}-- by hand: insert.*\n {2}drop table one;/,
			);
			assert.match(asked.stderr, /Answer it with --resume, --mark-applied or --start-over\n$/);
			shop.migration('0002_two', {
				dependencies: ['shop.0001_one'],
				up: stays(...before, 'create table three (id int)', "insert into log values ('last')"),
			});
			const {stdout} = await shop.run(['migrate', '--resume']);
			assert.match(stdout, /Applying shop\.0002_two\.\.\. OK\n$/);
			assert.deepEqual(
				(await rows('select line from log')).map(({line}) => line),
				['it\'s "one"? \\ yes'.replace('\\', isMysqlFamily(driver) ? '\\' : '\\\\'), 'last'],
			);
			assert.match((await shop.run(['migrate'])).stdout, /No migrations to apply/);
			await assert.rejects(async () => rows('select * from quarterdeck_notes'));
		},
	);

	if (isMysqlFamily(driver)) {
		test(
			`${driver}: what was rolled back with the failed statement is not blamed for it`,
			options,
			async t => {
				const {shop} = await makeShop(t);
				const sql = ['create table one (id int)', 'insert into one values (1)'];
				shop.migration('0001_one', {up: addSql(...sql, 'insert into nowhere values (1)')});
				await shop.run(['migrate'], 1);
				assert.match(
					(await shop.run(['migrate'], 3)).stderr,
					/\nStatement 3 of 3 failed: .*nowhere.*\n {2}insert into nowhere.*\nStatement 2 was rolled back with it\.\n/,
				);
			},
		);
	}
	// The same path as on SQLite, and each run takes half a second.
	if (driver === 'postgresql') continue;
	test(
		`${driver}: a killed migration is reported, and marked as applied or started over`,
		options,
		async t => {
			const {shop, rows} = await makeShop(t);
			shop.migration('0001_one', {up: stays('create table one (id int)', sleep)});
			const kill = async () => {
				const child = startQuarterdeck(t, shop.root, ['migrate', '--start-over', '--json']);
				let output = '';
				child.stdout.on('data', text => {
					output += text;
					if (output.includes('"index":2')) child.kill('SIGKILL');
				});
				await once(child, 'close');
			};
			await kill();
			const asked = await shop.run(['migrate'], 3);
			assert.match(
				asked.stderr,
				/Still in the database:\n {2}create table one \(id int\)\nStatement 2 of 2 (?:was running|had not started)/,
			);
			await rows('drop table one');
			await kill();
			assert.equal((await rows('select * from one')).length, 0, 'it was made again');
			assert.match(
				(await shop.run(['migrate', '--mark-applied'])).stdout,
				/shop\.0001_one\.\.\. FAKED\n$/,
			);
			assert.equal((await rows('select * from mikro_orm_migrations')).length, 1);
			await assert.rejects(async () => rows('select * from quarterdeck_notes'));
		},
	);
}

/** As a program would that knows nothing of what is unfinished. */
async function executeUnasked(root: string): Promise<void> {
	const project = await openProject(root);
	const open = await project.access.openOrm(project);
	try {
		const orm = await overMikroOrm(project, open);
		const {signal} = new AbortController();
		const options = {fake: false, atomic: false, wait: true, signal, lock: noLock};
		await execute(project, orm, [], options).next();
	} finally {
		await open.orm.close(true);
	}
}
