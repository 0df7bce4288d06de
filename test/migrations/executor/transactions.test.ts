import assert from 'node:assert/strict';
import test from 'node:test';
import {Transactions} from '../../../source/migrations/executor/transactions.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {type SqliteBench, sqliteBench} from '../../support/sqlite-engine.ts';

const waiting = {wait: false, signal: new AbortController().signal};
const transactionsOf = ({engine, waits}: SqliteBench) =>
	new Transactions(engine, 'mikro_orm_migrations', waits, waiting);
const begin = async (transactions: Transactions, isWanted = true) =>
	(await outcomeOf(transactions.begin(isWanted, 'shop.0001_one'))).result;

async function enforcesKeys({engine}: SqliteBench): Promise<boolean> {
	const [row] = await engine.connection.execute('pragma foreign_keys');
	return row.foreign_keys === 1;
}

test('foreign keys are off in a transaction, and on again at the end', async t => {
	const bench = sqliteBench(t);
	const transactions = transactionsOf(bench);
	const transaction = await begin(transactions);
	assert.equal(await enforcesKeys(bench), false);
	await bench.engine.connection.commit(transaction);
	await transactions.end();
	assert.equal(await enforcesKeys(bench), true);
});

test('they are switched off again for the next transaction if code may have switched them on', async t => {
	const bench = sqliteBench(t);
	const transactions = transactionsOf(bench);
	await transactions.rollBack(await begin(transactions));
	await bench.engine.connection.execute('pragma foreign_keys = on');
	transactions.expectCode();
	await transactions.rollBack(await begin(transactions));
	assert.equal(await enforcesKeys(bench), false);
});

test('a commit makes visible what a rollback undoes', async t => {
	const bench = sqliteBench(t, ['create table one (id int)']);
	const transactions = transactionsOf(bench);
	const insert = (id: number, transaction: unknown) =>
		bench.engine.connection.execute('insert into one values (?)', [id], 'run', transaction);
	const undone = await begin(transactions);
	await insert(1, undone);
	await transactions.rollBack(undone);
	const kept = await begin(transactions);
	await insert(2, kept);
	assert.deepEqual(bench.rows('select id from one'), []);
	await bench.engine.connection.commit(kept);
	assert.deepEqual(bench.rows('select id from one'), [{id: 2}]);
});

test('where no transaction is wanted, the recorder’s table is made and none is open', async t => {
	const bench = sqliteBench(t);
	assert.equal(await begin(transactionsOf(bench), false), undefined);
	assert.deepEqual(bench.rows('select count(*) as count from mikro_orm_migrations'), [{count: 0}]);
});

test('while another connection writes, it is refused unless it may wait', async t => {
	const bench = sqliteBench(t, ['create table one (id int)']);
	bench.rows('begin immediate');
	await assert.rejects(begin(transactionsOf(bench)), {
		code: 'lock-held',
		message: 'The migration lock is held by another process that writes to the database.',
	});
	bench.rows('rollback');
	const transactions = transactionsOf(bench);
	await transactions.rollBack(await begin(transactions));
});
