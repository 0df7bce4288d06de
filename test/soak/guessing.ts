/**
 * A day of guesses at one account, by attackers of many sizes, as the table of docs/security.md.
 *
 *     node scripts/test.ts test/soak/guessing.ts
 *     SEED=7 node scripts/test.ts test/soak/guessing.ts
 */
import test from 'node:test';
import {attackers, rowOf, simulate} from '../support/guessing.ts';
import {openUsers} from '../support/users.ts';

const seed = Number(process.env.SEED ?? 1);

test(`guesses a day, and minutes that the owner waits, with seed ${seed}`, async t => {
	for (const attacker of attackers)
		t.diagnostic(rowOf(attacker, await simulate(await openUsers(t), attacker, seed)));
});
