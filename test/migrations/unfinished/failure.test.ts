import assert from 'node:assert/strict';
import test from 'node:test';
import type {Step} from '../../../source/migrations/graph/plan.ts';
import {
	commitsImplicitly,
	Failure,
	type FailurePlace,
} from '../../../source/migrations/unfinished/failure.ts';

const step = {file: {id: 'shop.0002_two'}, direction: 'forwards'} as Step;
const sent = ['create table one (id int)', 'insert into one values (1)'];
const place: FailurePlace = {
	...{statement: 3, sql: 'nonsense', sent, transaction: {}, driver: 'postgresql'},
};

function eventOf(more: Partial<FailurePlace>, error: unknown = new Error('syntax error')) {
	return new Failure(step, {...place, ...more}, error).event;
}

test('a migration that was rolled back is planned again', () => {
	const {rolledBack, alreadyExecuted, ways} = eventOf({});
	assert.deepEqual({rolledBack, alreadyExecuted}, {rolledBack: true, alreadyExecuted: []});
	assert.deepEqual(
		ways.map(({id}) => id),
		['migrate'],
	);
});

test('a migration of which something stays is settled', () => {
	for (const more of [
		{transaction: undefined},
		{driver: 'mariadb', sql: 'drop table x'},
	] as const) {
		const {rolledBack, alreadyExecuted, ways} = eventOf(more);
		assert.deepEqual({rolledBack, alreadyExecuted}, {rolledBack: false, alreadyExecuted: sent});
		assert.deepEqual(
			ways.map(({id}) => id),
			['resume', 'mark-applied', 'start-over'],
		);
	}
});

test('MySQL and MariaDB roll back to the last change of the schema', () => {
	assert.deepEqual(eventOf({driver: 'mysql'}).alreadyExecuted, sent.slice(0, 1));
});

test('where the connection ends before the answer, what commits by itself may be done', () => {
	const lost = Object.assign(new Error('Connection lost'), {code: 'PROTOCOL_CONNECTION_LOST'});
	const refused = Object.assign(new Error('Duplicate column'), {errno: 1060, sqlState: '42S21'});
	const killed = Object.assign(new Error('Query was interrupted'), {
		errno: 1317,
		sqlState: '70100',
	});
	const ended = Object.assign(new Error('terminating'), {severity: 'FATAL', code: '57P01'});
	const alter = {driver: 'mariadb', sql: '/* x */ alter table a add b int'} as const;
	const said = (more: Partial<FailurePlace>, error: unknown) => {
		const {mayBeDone = false, rolledBack} = eventOf({...more, sent: []}, error);
		return {mayBeDone, rolledBack};
	};
	assert.deepEqual(said(alter, lost), {mayBeDone: true, rolledBack: false});
	assert.deepEqual(said(alter, killed), {mayBeDone: true, rolledBack: false});
	assert.deepEqual(said(alter, refused), {mayBeDone: false, rolledBack: false});
	assert.deepEqual(said({...alter, sql: 'drop table a, b'}, refused).mayBeDone, true);
	assert.deepEqual(said({...alter, sql: 'insert into a values (1)'}, lost), {
		...{mayBeDone: false, rolledBack: true},
	});
	assert.deepEqual(said({sql: 'alter table a add b int'}, ended), {
		...{mayBeDone: false, rolledBack: true},
	});
	for (const driver of ['postgresql', 'mariadb'] as const) {
		const commit = {driver, statement: 0, sql: 'commit'};
		assert.deepEqual(said(commit, lost), {mayBeDone: true, rolledBack: false});
		assert.deepEqual(said(commit, refused), {mayBeDone: false, rolledBack: true});
	}
	assert.deepEqual(
		eventOf({statement: 0, sql: 'commit'}, lost).ways.map(({id}) => id),
		['migrate'],
	);
});

test('what commits on MySQL and MariaDB is told from what does not', () => {
	for (const sql of [
		...['alter table a add b int', '-- note\ncreate table a (b int)', '/*!50000 drop table a */'],
		...[
			'call fill()',
			'lock tables a write',
			'set autocommit = 1',
			'set statement x = 1 for drop table a',
		],
		...['begin', 'start transaction', 'truncate a', 'set @@session.autocommit = 1'],
	]) {
		assert.ok(commitsImplicitly(sql), sql);
	}
	for (const sql of [
		...[
			'insert into a values (1)',
			'create temporary table a (b int)',
			'set @a = 1',
			'do sleep(1)',
		],
		...[
			'rollback to savepoint a',
			'with x as (select 1) select * from x',
			'/* alter */ select 1',
			'',
		],
	]) {
		assert.ok(!commitsImplicitly(sql), sql);
	}
});

test('an index that is made concurrently may stay as well, invalid', () => {
	const sql = 'create index concurrently i on one (id)';
	const {alreadyExecuted} = eventOf({transaction: undefined, sql});
	assert.match(alreadyExecuted.at(-1)!, /^create index concurrently i .*invalid index/);
});

test('an interrupted migration says so', () => {
	const failure = new Failure(step, place, 'interrupted');
	assert.equal(failure.interrupted, true);
	assert.equal(new Failure(step, place, new Error('x')).interrupted, false);
});

test('a migration without a way back is named', () => {
	const back = {...step, direction: 'backwards'} as Step;
	const {message} = new Failure(back, place, new Error('This migration cannot be reverted')).event;
	assert.equal(message, 'shop.0002_two has no down(): it cannot be unapplied.');
});
