import assert from 'node:assert/strict';
import test from 'node:test';
import {
	hashPassword,
	unusablePassword,
	verifyPassword,
} from '../../../source/contrib/auth/passwords.ts';

const cost = 4;

async function matches(typed: string, password: string): Promise<boolean> {
	return (await verifyPassword(typed, await hashPassword(password, cost), cost)).correct;
}

test('every character of a password counts, even after the 72 bytes that bcrypt reads', async () => {
	const long = 'a'.repeat(72);
	assert.equal(await matches(`${long}X`, `${long}X`), true);
	assert.equal(await matches(`${long}Y`, `${long}X`), false);
	const accents = 'é'.repeat(36);
	assert.equal(await matches(`${accents}y`, `${accents}x`), false);
	assert.equal(await matches('a\0b', 'a\0c'), false);
	assert.equal(await matches('a'.repeat(4096), 'a'.repeat(4096)), true);
});

test('it does not matter whether characters are composed or decomposed', async () => {
	assert.equal(await matches('cafe\u0301', 'caf\u00E9'), true);
	assert.equal(await matches('ﬁsh', 'fish'), true);
});

test('a stored hash names its scheme and its cost', async () => {
	assert.match(await hashPassword('x', cost), /^bcrypt_sha256\$\$2b\$04\$[./A-Za-z0-9]{53}$/);
});

test('a hash with a lower cost must be updated, if the password is correct', async () => {
	const stored = await hashPassword('right', 4);
	assert.deepEqual(await verifyPassword('right', stored, 5), {correct: true, mustUpdate: true});
	assert.deepEqual(await verifyPassword('wrong', stored, 5), {correct: false, mustUpdate: false});
	assert.deepEqual(await verifyPassword('right', stored, 4), {correct: true, mustUpdate: false});
});

test('only the right password of a usable account is correct', async () => {
	const stored = await hashPassword('right', cost);
	for (const [typed, hash] of [
		['right', undefined],
		['right', ''],
		['right', unusablePassword()],
		['right', stored.replace('$04$', '$31$')],
		['right', stored.replace('$04$', '$03$')],
		['right', stored.replace('bcrypt_sha256$', '')],
		[['right'], stored],
		[{}, stored],
		[undefined, stored],
		['', stored],
		['r'.repeat(1_000_000), stored],
	] as const) {
		assert.deepEqual(await verifyPassword(typed, hash, cost), {correct: false, mustUpdate: false});
	}
});

test('a cost out of range and a password that is too long are refused', async () => {
	for (const wrong of [3, 17, 32, 4.5, Number.NaN]) {
		await assert.rejects(hashPassword('x', wrong), RangeError);
	}
	await assert.rejects(hashPassword('x'.repeat(4097), cost), RangeError);
});
