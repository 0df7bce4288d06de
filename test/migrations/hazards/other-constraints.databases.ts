import assert from 'node:assert/strict';
import test from 'node:test';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {databases} from '../../support/databases.ts';
import {hazardsOn} from '../../support/hazards-on-server.ts';

type Change = [sql: string[], code: string | undefined, rows?: number];

for (const database of databases.filter(({driver}) => driver === 'postgresql')) {
	test(
		'postgresql: exclusions and validations that rows violate are foreseen, and no others',
		database.options,
		async t => {
			const {run, hazards} = await hazardsOn(t, database);
			await run(
				'create table owner (id int primary key)',
				'insert into owner values (1)',
				'create table "Größe 1" (id int primary key, room int, span int4range, age int, owner int)',
				`insert into "Größe 1" values (1, 1, '[1,5)', 3, 1), (2, 1, '[4,9)', -1, 7), (3, 2, '[1,9)', -2, null), (4, null, '[1,9)', 0, null)`,
				'alter table "Größe 1" add constraint "Bad ""age" check (age >= 0) not valid',
				'alter table "Größe 1" add constraint fine check (age > -9) not valid',
				'alter table "Größe 1" add constraint keyed foreign key (owner) references owner (id) not valid',
			);
			const alter = 'alter table "Größe 1"';
			const changes: Change[] = [
				[[`${alter} add constraint x exclude using gist (span with &&)`], 'DL018', 4],
				[
					[
						`${alter} add exclude using gist (int4range(lower(span), upper(span)) with &&) where (age >= 0)`,
					],
					'DL018',
					2,
				],
				[[`${alter} add constraint x exclude (room with =)`], 'DL018', 2],
				[
					[
						`${alter} add constraint x exclude using btree ((room + id) int4_ops with operator(pg_catalog.=))`,
					],
					undefined,
				],
				[
					[`${alter} add constraint x exclude using gist (span with &&) where (age > 2)`],
					undefined,
				],
				[[`${alter} validate constraint "Bad ""age"`], 'DL018', 2],
				[[`${alter} validate constraint fine`], undefined],
				[[`${alter} validate constraint keyed`], 'DL019', 1],
				[
					[`${alter} add constraint c check (age > 0) not valid`, `${alter} validate constraint c`],
					'DL018',
					3,
				],
				[
					[
						`${alter} add constraint c check (age > -3) not valid`,
						`${alter} validate constraint c`,
					],
					undefined,
				],
				[
					[
						`${alter} add constraint k foreign key (room) references owner not valid`,
						`${alter} validate constraint k`,
					],
					'DL019',
					1,
				],
			];
			for (const [sql, code, count] of changes) {
				const failing = (await hazards(...sql)).filter(({fails}) => fails);
				assert.deepEqual(
					failing.map(found => [found.code, found.rows]),
					code ? [[code, count]] : [],
					sql.join(),
				);
				await run('begin');
				if (code) await assert.rejects(run(...sql), sql.join());
				else await run(...sql);
				await run('rollback');
			}
		},
	);

	test(
		'postgresql: many rows are not compared with each other, and that is told',
		database.options,
		async t => {
			const {run, hazards} = await hazardsOn(t, database);
			await run('create table stay (room int)', 'insert into stay select generate_series(1, 2001)');
			const [found] = await hazards('alter table stay add exclude (room with =)');
			assert.deepEqual([found!.code, found!.fails, found!.rows], ['DL018', false, undefined]);
			assert.match(
				found!.warning,
				/could not be counted: 2001 rows to compare with each other.*it may fail/,
			);
		},
	);
}

for (const database of databases.filter(({driver}) => isMysqlFamily(driver))) {
	test(
		`${database.driver}: another character set is judged like another type`,
		database.options,
		async t => {
			const {run, hazards} = await hazardsOn(t, database);
			const table = (rest: string, ...values: string[]) => [
				'drop table if exists t',
				`create table t (id int, c ${rest}) character set utf8mb4 collate utf8mb4_bin`,
				...values.map(value => `insert into t values (1, ${value})`),
			];
			const to = (charset: string) => `alter table t convert to character set ${charset}`;
			const cases: [before: string[], sql: string, codes: string[]][] = [
				[table('varchar(9)', "'größe'"), to('latin1'), []],
				[table('varchar(9)', "'注文'", "'a'"), to('latin1'), ['DL003']],
				[table('text', "'注文'"), to('latin1 collate latin1_bin'), ['DL003']],
				[table("enum('注', 'a')", "'注'"), to('latin1'), ['DL003']],
				[
					table('varchar(9) unique', "'x'", "'X'"),
					to('utf8mb4 collate utf8mb4_general_ci'),
					['DL006'],
				],
				[table('varchar(9) unique', "'x'", "'X'"), to('utf8mb4'), ['DL006']],
				[table('varchar(9) unique', "'x'", "'X'"), to('utf8mb4 collate utf8mb4_bin'), []],
				[table('int', '5'), to('latin1'), []],
			];
			for (const [before, sql, codes] of cases) {
				await run(...before);
				const found = await hazards(sql);
				assert.ok(!found.some(({code}) => code === 'DL000'), sql);
				const failing = found.filter(({fails}) => fails).map(({code}) => code);
				assert.deepEqual(failing, codes, `${before} ${sql}`);
				if (codes.length > 0) await assert.rejects(run(sql), sql);
				else await run(sql);
			}
			for (const sql of [
				'default character set latin1',
				"collate 'utf8mb4_bin'",
				'charset = utf8mb4',
			]) {
				assert.deepEqual(await hazards(`alter table t ${sql}`), []);
				await run(`alter table t ${sql}`);
			}
			const [unknown] = await hazards(to('binary'));
			assert.equal(unknown!.code, 'DL000');
		},
	);
}
