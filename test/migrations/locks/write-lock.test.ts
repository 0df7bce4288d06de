import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createRequire} from 'node:module';
import test, {type TestContext} from 'node:test';
import {Worker} from 'node:worker_threads';
import {beginWriting} from '../../../source/migrations/locks/write-lock.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {type SqliteBench, sqliteBench} from '../../support/sqlite-engine.ts';

/** Reads until another connection waits to write, which it can see because it cannot write itself. */
const reader = `
	const {parentPort, workerData: {driver, file}} = require('node:worker_threads');
	const Database = require(driver);
	const [reads, writes] = [new Database(file), new Database(file, {timeout: 0})];
	reads.exec('begin');
	reads.prepare('select * from one').all();
	parentPort.postMessage('reading');
	for (let waits = false; !waits;) {
		try {
			writes.exec('begin immediate; rollback');
		} catch {
			waits = true;
		}
	}
	reads.close();
	writes.close();
`;

async function startReader(t: TestContext, {project: {root}}: SqliteBench): Promise<void> {
	const driver = createRequire(import.meta.url).resolve('better-sqlite3');
	const workerData = {driver, file: `${root}/db.sqlite3`};
	const worker = new Worker(reader, {eval: true, workerData});
	t.after(() => worker.terminate());
	await once(worker, 'message');
}

const begin = async ({engine}: SqliteBench) => {
	const waiting = {wait: false, signal: new AbortController().signal};
	return (await outcomeOf(beginWriting(engine, 'mikro_orm_migrations', waiting, 30_000))).result;
};

for (const isFirst of [true, false]) {
	const when = isFirst ? 'before the first transaction' : 'after a transaction';
	test(`a statement without a transaction waits for readers ${when}`, async t => {
		const bench = sqliteBench(t, ['create table one (id int)']);
		const {connection} = bench.engine;
		if (!isFirst) await connection.commit(await begin(bench));
		await startReader(t, bench);
		await connection.execute('insert into one values (1)', [], 'run');
		assert.deepEqual(bench.rows('select id from one'), [{id: 1}]);
	});
}

test('after a lock that another connection held, statements wait again', async t => {
	const bench = sqliteBench(t);
	bench.rows('begin immediate');
	await assert.rejects(begin(bench), {code: 'lock-held'});
	bench.rows('rollback');
	const [row] = await bench.engine.connection.execute('pragma busy_timeout');
	assert.deepEqual(row, {timeout: 30_000});
});
