import assert from 'node:assert/strict';
import test from 'node:test';
import {refuseOpenTransaction} from '../../source/library/open-transaction.ts';

/** An ORM over SQLite whose connection is in a transaction for some looks. */
function ormInTransaction(looks: number, isOwn = false): any {
	const database = {
		get inTransaction() {
			return looks-- > 0;
		},
	};
	const driver = {getConnection: () => ({database})};
	return {driver, em: {isInTransaction: () => isOwn}};
}

test('without a transaction nothing is refused', async () => {
	await refuseOpenTransaction(ormInTransaction(0), false);
});

test("a transaction of the caller's own is refused at once", async () => {
	await assert.rejects(refuseOpenTransaction(ormInTransaction(99, true)), {
		code: 'open-transaction',
		hint: 'Nothing was changed. Commit or roll back the transaction first.',
	});
});

test('another transaction is waited for, unless the caller does not wait', async () => {
	await refuseOpenTransaction(ormInTransaction(2));
	await assert.rejects(refuseOpenTransaction(ormInTransaction(2), false), {
		code: 'open-transaction',
	});
});
