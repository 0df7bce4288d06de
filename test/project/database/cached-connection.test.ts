import assert from 'node:assert/strict';
import test from 'node:test';
import {CachedConnection} from '../../../source/project/database/cached-connection.ts';
import type {Database} from '../../../source/project/database/database.ts';

/** Connections whose queries fail while `failing` matches them. */
function connections() {
	const log: string[] = [];
	const state: {failing?: RegExp} = {};
	const connect = async (): Promise<Database> => {
		log.push('connect');
		return {
			dialect: 'postgresql',
			async query(sql) {
				if (state.failing?.test(sql)) throw new Error(`failed: ${sql}`);
				return [];
			},
			close: async () => void log.push('close'),
		};
	};
	return {log, state, connect};
}

test('reads share one connection, which their close leaves open', async () => {
	const {log, connect} = connections();
	const cached = new CachedConnection();
	for (let count = 0; count < 2; count++) await (await cached.over(connect))!.close();
	assert.deepEqual(log, ['connect']);
	await cached.close();
	await cached.over(connect);
	assert.deepEqual(log, ['connect', 'close', 'connect']);
});

test('a failed statement keeps the connection, a lost one is replaced', async () => {
	const {log, state, connect} = connections();
	const cached = new CachedConnection();
	const database = await cached.over(connect);
	state.failing = /nowhere/;
	await assert.rejects(database!.query('select * from nowhere'), /nowhere/);
	assert.deepEqual(log, ['connect']);
	state.failing = /./;
	await assert.rejects(database!.query('select 2'), /select 2/);
	assert.deepEqual(log, ['connect', 'close']);
	await cached.over(connect);
	assert.deepEqual(log, ['connect', 'close', 'connect']);
});

test('a database that does not exist yet is asked for again', async () => {
	const cached = new CachedConnection();
	assert.equal(await cached.over(async () => undefined), undefined);
	const {connect, log} = connections();
	await cached.over(connect);
	assert.deepEqual(log, ['connect']);
});
