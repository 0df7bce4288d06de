import test from 'node:test';
import {pairAtRandom} from '../support/random-entities.ts';

// On servers: random-entities.databases.ts. The long run is test/soak/random-entities.ts.
for (const seed of [4, 5]) {
	test(`sqlite: random entities of seed ${seed} become others, and come back`, async t => {
		await pairAtRandom(t, {driver: 'sqlite', name: 'db.sqlite3'}, seed);
	});
}
