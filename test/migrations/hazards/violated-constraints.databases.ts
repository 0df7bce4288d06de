import assert from 'node:assert/strict';
import test from 'node:test';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {databases} from '../../support/databases.ts';
import {hazardsOn} from '../../support/hazards-on-server.ts';

for (const database of databases) {
	const {driver, options} = database;
	if (driver === 'sqlite') continue;

	test(
		`${driver}: constraints that rows violate are foreseen, and others are not`,
		options,
		async t => {
			const {run, hazards} = await hazardsOn(t, database);
			await run(
				'create table owner (id int primary key, name varchar(20))',
				"insert into owner values (1, 'Ada'), (2, 'Adam')",
				'create table pet (id int primary key, age int, owner int)',
				'insert into pet values (1, 3, 1), (2, -1, 7), (3, null, null)',
			);
			const key = 'foreign key (owner) references owner (id)';
			const changes: [sql: string, code: string | undefined][] = [
				['alter table pet add constraint c check (age >= 0)', 'DL018'],
				['alter table pet add constraint c check (age >= -1)', undefined],
				[`alter table pet add constraint k ${key}`, 'DL019'],
				['alter table pet add constraint k foreign key (owner) references pet (id)', 'DL019'],
				isMysqlFamily(driver)
					? ['create unique index i on owner (name(3))', 'DL006']
					: ['create unique index i on owner (left(name, 3) text_pattern_ops)', 'DL006'],
				['create unique index i on owner (name)', undefined],
			];
			for (const [sql, code] of changes) {
				const failing = (await hazards(sql)).filter(({fails}) => fails);
				assert.deepEqual(
					failing.map(found => found.code),
					code ? [code] : [],
					sql,
				);
				if (code) await assert.rejects(run(sql), sql);
			}
			await run('alter table pet rename column age to years');
			await run('alter table pet rename column years to age');
			const renamed = 'alter table pet rename column age to years';
			const found = await hazards(renamed, 'alter table pet add constraint c check (years >= 0)');
			assert.ok(found.some(({code, fails}) => code === 'DL018' && fails));
		},
	);

	test(`${driver}: values that a new type makes equal are no longer unique`, options, async t => {
		const {rows, run, hazards} = await hazardsOn(t, database);
		const fraction = isMysqlFamily(driver) ? 'datetime(3)' : 'timestamp(3)';
		const whole = isMysqlFamily(driver) ? 'datetime' : 'timestamp(0)';
		const change = (type: string) =>
			isMysqlFamily(driver)
				? `alter table t modify c ${type}`
				: `alter table t alter column c type ${type} using (c::${type})`;
		const cases: [from: string, to: string, values: string[]][] = [
			[fraction, whole, ["'2020-01-01 00:00:00.1'", "'2020-01-01 00:00:00.2'"]],
			['decimal(10,2)', 'decimal(10,0)', ['1.1', '1.2']],
			['varchar(9)', 'int', ["'1'", "'01'"]],
		];
		if (isMysqlFamily(driver)) {
			const [bin, ci] = ['varchar(9) collate utf8mb4_bin', 'varchar(9) collate utf8mb4_general_ci'];
			cases.push([bin, ci, ["'x'", "'X'"]]);
		}
		for (const [from, to, values] of cases) {
			await run('drop table if exists t', `create table t (c ${from}, d int, unique (c, d))`);
			for (const value of values) await rows(`insert into t values (${value}, 1)`);
			const failing = (await hazards(change(to))).filter(({fails}) => fails);
			assert.deepEqual(
				failing.map(({code}) => code),
				['DL006'],
				`${from} to ${to}`,
			);
			await assert.rejects(run(change(to)));
			await rows('update t set d = null');
			assert.ok(!(await hazards(change(to))).some(({fails}) => fails), 'NULL is equal to nothing');
		}
	});
}
