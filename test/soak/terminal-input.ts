/**
 * A million keys, sequences and beginnings of sequences, in reads of any length: no key acts that nobody pressed.
 *
 *     node --import=./test/support/setup.js test/soak/terminal-input.ts   (ROUNDS=300000, SEED=1)
 */
import test from 'node:test';
import {fuzzInput} from '../support/terminal-input.ts';

const rounds = Number(process.env.ROUNDS ?? 300_000);
const seed = Number(process.env.SEED ?? 1);

test(`${rounds} rounds of about 3.5 pieces, seed ${seed}`, () => {
	fuzzInput(seed, rounds);
});
