import test from 'node:test';
import {changeAtRandom} from '../support/random-changes.ts';

// The long run, on all databases, is test/soak/random-changes.ts.
for (const seed of [1, 2, 3]) {
	test(`sqlite: random changes of seed ${seed} keep every row, forwards and backwards`, async t => {
		await changeAtRandom(t, {driver: 'sqlite', name: 'db.sqlite3'}, {seed, steps: 4});
	});
}
