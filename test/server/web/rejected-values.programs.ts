import test from 'node:test';
import {verifyRejectedValues} from '../../support/rejected-values.ts';

test('what SQLite rejects is an error of the view, unless a migration is missing', async t => {
	await verifyRejectedValues(t);
});
