import assert from 'node:assert/strict';
import test from 'node:test';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {databases} from '../../support/databases.ts';
import {hazardsOn} from '../../support/hazards-on-server.ts';
import {
	drawing,
	type Outcome,
	outcomeOf,
	valuesOnMariadb,
	valuesOnPostgresql,
} from '../../support/type-changes.ts';

type Told = [from: string, to: string, value: string, verdict: Outcome['verdict'], told: string];

const told: Record<'mysql' | 'postgresql', Told[]> = {
	mysql: [
		['decimal(10,4)', 'decimal(10,2)', '1.2345', 'loss', '1 of them does not fit.'],
		['decimal(10,4)', 'decimal(10,2)', '1.23', 'safe', 'They are converted.'],
		['datetime(6)', 'datetime', "'2020-01-02 10:11:12.5'", 'loss', '1 of them does not fit.'],
		['datetime', 'time', "'2020-01-02 10:11:12'", 'loss', '1 of them does not fit.'],
		['datetime', 'date', "'2020-01-02 10:11:12'", 'loss', '1 of them does not fit.'],
		['double', 'decimal(10,0)', '1.75', 'loss', '1 of them does not fit.'],
		['double', 'float', '0.1', 'loss', '1 of them does not fit.'],
		['bigint', 'double', '9007199254740993', 'loss', '1 of them does not fit.'],
		['bigint', 'double', '9007199254740992', 'safe', 'They are converted.'],
		['bigint', 'int', '2147483648', 'fails', '1 of them does not fit: it will fail.'],
		['int unsigned', 'int', '4000000000', 'fails', '1 of them does not fit: it will fail.'],
		['int', 'int unsigned', '-1', 'fails', '1 of them does not fit: it will fail.'],
		['decimal(10,2)', 'decimal(4,2)', '123', 'fails', '1 of them does not fit: it will fail.'],
		['varchar(9)', 'int', "'abc'", 'fails', '1 of them does not fit: it will fail.'],
		['varchar(9)', 'int', "'007'", 'loss', '1 of them does not fit.'],
		['varchar(9)', 'json', "'{'", 'fails', '1 of them does not fit: it will fail.'],
		['varchar(9)', 'json', "'{}'", 'safe', 'They are converted.'],
		['varchar(40)', 'uuid', "'x'", 'fails', '1 of them does not fit: it will fail.'],
		['varchar(20)', 'date', "'2020-02-31'", 'fails', '1 of them does not fit: it will fail.'],
		[
			'datetime',
			'timestamp null',
			"'2050-01-01'",
			'fails',
			'1 of them does not fit: it will fail.',
		],
		['longtext', 'text', "repeat('x', 70000)", 'fails', '1 of them does not fit: it will fail.'],
		['longtext', 'text', "repeat('é', 40000)", 'fails', '1 of them does not fit: it will fail.'],
		['varbinary(16)', 'varbinary(2)', "'abcd'", 'fails', '1 of them does not fit: it will fail.'],
		['varbinary(16)', 'binary(4)', "'a'", 'loss', '1 of them does not fit.'],
		['varchar(9)', 'char(9)', "'a '", 'loss', '1 of them does not fit.'],
		['text', 'text charset latin1', "'日'", 'fails', '1 of them does not fit: it will fail.'],
		['text', 'text collate latin1_bin', "'é'", 'safe', 'They are converted.'],
		['bit(10)', 'bit(2)', '500', 'fails', '1 of them does not fit: it will fail.'],
		['int', 'year', '1800', 'loss', '1 of them does not fit.'],
		['point', 'text', 'point(1, 2)', 'loss', 'Values may not fit.'],
		['int', 'varchar(20)', '7', 'safe', 'They are converted.'],
		['int', 'bigint', '7', 'safe', ''],
		['varchar(9)', 'text', "'a'", 'safe', ''],
		["enum('a','b')", "enum('b','c','a')", "'a'", 'safe', ''],
	],
	postgresql: [
		['numeric(10,4)', 'numeric(10,2)', '1.2345', 'loss', '1 of them does not fit.'],
		['timestamp', 'timestamp(0)', "'2020-01-02 10:11:12.5'", 'loss', '1 of them does not fit.'],
		['timestamp', 'date', "'2020-01-02 10:11:12'", 'loss', '1 of them does not fit.'],
		['timestamp', 'time', "'2020-01-02 10:11:12'", 'loss', 'Values may not fit.'],
		['double precision', 'integer', '1.75', 'loss', '1 of them does not fit.'],
		['bigint', 'double precision', '9007199254740993', 'loss', '1 of them does not fit.'],
		['double precision', 'real', '0.1', 'loss', '1 of them does not fit.'],
		['varchar(9)', 'varchar(2)', "'abc'", 'loss', '1 of them does not fit.'],
		['bigint', 'integer', '2147483648', 'fails', 'it will fail.'],
		['numeric(10,2)', 'numeric(4,2)', '123', 'fails', 'it will fail.'],
		['text', 'integer', "'abc'", 'fails', 'it will fail.'],
		['text', 'integer', "'7'", 'safe', 'They are converted.'],
		['text', 'jsonb', "'{'", 'fails', 'it will fail.'],
		['text', 'uuid', "'x'", 'fails', 'it will fail.'],
		['text', 'boolean', "'yes'", 'loss', '1 of them does not fit.'],
		['interval', 'time', "'1 day 02:00:00'", 'loss', '1 of them does not fit.'],
		['text[]', 'integer[]', "'{a}'", 'fails', 'it will fail.'],
		['integer', 'date', '7', 'fails', 'it will fail.'],
		['json', 'jsonb', `'{"a": 1, "a": 2}'`, 'loss', '1 of them does not fit.'],
		['inet', 'cidr', "'1.2.3.4/24'", 'loss', '1 of them does not fit.'],
		['bit(5)', 'bit(3)', "'10110'", 'loss', '1 of them does not fit.'],
		['integer', 'bigint', '7', 'safe', ''],
		['varchar(9)', 'text', "'a'", 'safe', ''],
		['numeric(10,2)', 'numeric', '1.25', 'safe', ''],
	],
};

for (const database of databases) {
	const {driver, options} = database;
	if (driver === 'sqlite') continue;

	test(
		`${driver}: a plan tells of a changed type what the change does to the rows`,
		options,
		async t => {
			const server = await hazardsOn(t, database);
			for (const [from, to, value, verdict, sentence] of told[
				isMysqlFamily(driver) ? 'mysql' : 'postgresql'
			]) {
				const outcome: Outcome | undefined = await outcomeOf(server, driver, {from, to, value});
				assert.ok(outcome, `${from} takes ${value}`);
				const change = `${value}: ${from} to ${to}: ${outcome.told}, then ${outcome.result}`;
				const really = {kept: 'safe', changed: 'loss', failed: 'fails'}[outcome.result];
				assert.equal(outcome.verdict, verdict, change);
				assert.ok(outcome.told.endsWith(sentence), change);
				// A year is refused, and whatever cannot be told may be either.
				if (verdict !== 'loss') assert.equal(really, verdict, change);
				else assert.notEqual(really, 'safe', change);
			}
		},
	);

	test(
		`${driver}: at random, no change is called safe that changes a value or fails`,
		options,
		async t => {
			const server = await hazardsOn(t, database);
			if (driver === 'postgresql') {
				await server.run('create extension citext', "create type mood as enum ('sad', 'ok')");
			}
			const values = isMysqlFamily(driver) ? valuesOnMariadb : valuesOnPostgresql;
			const types = Object.keys(values);
			const draw = drawing(1);
			for (let count = 0; count < 60; count++) {
				const from = draw(types);
				const change = {from, to: draw(types), value: draw(values[from]!)};
				const outcome = await outcomeOf(server, driver, change);
				const message = JSON.stringify({...change, ...outcome});
				if (outcome?.verdict === 'safe') assert.equal(outcome.result, 'kept', message);
				if (outcome?.verdict === 'fails') assert.equal(outcome.result, 'failed', message);
			}
		},
	);
}
