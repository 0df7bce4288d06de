import assert from 'node:assert/strict';
import test from 'node:test';
import {passwordErrors} from '../../../source/contrib/auth/password-rules.ts';

const short = 'This password is too short. It must contain at least 8 characters.';
const common = 'This password is too common.';
const numeric = 'This password is entirely numeric.';
const likeName = 'The password is too similar to the username.';
const likeEmail = 'The password is too similar to the email address.';

const person = {username: 'margaret', email: 'hamilton@apollo.example'};

for (const [password, expected] of [
	['correct horse battery staple', []],
	['12345', [short, common, numeric]],
	['margaret', [likeName, common]],
	['Margaret-73', [likeName]],
	['tegaramr', [likeName]],
	['hamilton99', [likeEmail]],
	['Password', [common]],
	[' password ', [common]],
	['1029384756473', [numeric]],
	['٣٧٥٩٢٠٤١٨٨', [numeric]],
	['pässwö', [short]],
	['🙂🙂🙂🙂🙂🙂🙂🙂', []],
] as const) {
	test(`the rules about ${JSON.stringify(password)}`, async () => {
		assert.deepEqual(await passwordErrors(password, person), expected);
	});
}

test('a password of a megabyte is answered at once', async () => {
	const before = performance.now();
	const [error] = await passwordErrors('x'.repeat(1_000_000), person);
	assert.match(error!, /too long/);
	assert.ok(performance.now() - before < 50);
});

test('nothing is similar to an empty name', async () => {
	assert.deepEqual(await passwordErrors('xyz-quite-good', {username: '', email: ''}), []);
});
