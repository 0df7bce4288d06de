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

test('every character of a password counts, also after bcrypt’s 72 bytes', async () => {
	const long = 'a'.repeat(72);
	assert.equal(await matches(`${long}X`, `${long}X`), true);
	assert.equal(await matches(`${long}Y`, `${long}X`), false);
	const accents = 'é'.repeat(36);
	assert.equal(await matches(`${accents}y`, `${accents}x`), false);
	assert.equal(await matches('a\0b', 'a\0c'), false);
	assert.equal(await matches('a'.repeat(4096), 'a'.repeat(4096)), true);
});

test('it does not matter how a keyboard composes a character', async () => {
	assert.equal(await matches('cafe\u0301', 'caf\u00E9'), true);
	assert.equal(await matches('ﬁsh', 'fish'), true);
});

test('the stored form names its scheme and its cost', async () => {
	assert.match(await hashPassword('x', cost), /^bcrypt_sha256\$\$2b\$04\$[./A-Za-z0-9]{53}$/);
});

test('a hash of a lower cost is to be made anew, once the password is known to be right', async () => {
	const stored = await hashPassword('right', 4);
	assert.deepEqual(await verifyPassword('right', stored, 5), {correct: true, mustUpdate: true});
	assert.deepEqual(await verifyPassword('wrong', stored, 5), {correct: false, mustUpdate: false});
	assert.deepEqual(await verifyPassword('right', stored, 4), {correct: true, mustUpdate: false});
});

test('nothing else than a right password of a usable account is right', async () => {
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

test('a cost that bcrypt would clamp or choke on is refused', async () => {
	for (const wrong of [3, 17, 32, 4.5, Number.NaN]) {
		await assert.rejects(hashPassword('x', wrong), RangeError);
	}
	await assert.rejects(hashPassword('x'.repeat(4097), cost), RangeError);
});
