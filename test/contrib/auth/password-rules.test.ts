import assert from 'node:assert/strict';
import test from 'node:test';
import {passwordErrors} from '../../../source/contrib/auth/password-rules.ts';
import {
	type PasswordRule,
	usualPasswordRules,
} from '../../../source/project/settings/password-rule.ts';

const short = 'This password is too short. It must contain at least 8 characters.';
const common = 'This password is too common.';
const numeric = 'This password is entirely numeric.';
const likeName = 'The password is too similar to the username.';
const likeEmail = 'The password is too similar to the email address.';

const usual = {auth: {passwordRules: usualPasswordRules as PasswordRule[]}};
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
	test(`the default rules find ${expected.length} errors in ${JSON.stringify(password)}`, async () => {
		assert.deepEqual(await passwordErrors(usual, password, person), expected);
	});
}

test('a password of a megabyte is refused before any rule looks at it', async () => {
	const rule = () => assert.fail('a rule was called');
	const errors = await passwordErrors(
		{auth: {passwordRules: [rule]}},
		'x'.repeat(1_000_000),
		person,
	);
	assert.equal(errors.length, 1);
	assert.match(errors[0]!, /too long/);
});

test('no password is similar to an empty name', async () => {
	assert.deepEqual(await passwordErrors(usual, 'xyz-quite-good', {username: '', email: ''}), []);
});

function errorsBy(passwordRules: PasswordRule[], password: string): Promise<string[]> {
	return passwordErrors({auth: {passwordRules}}, password, person);
}

test('a project chooses the rules, their options and their order', async () => {
	assert.deepEqual(await errorsBy([], '1'), []);
	assert.deepEqual(await errorsBy(['numeric', {name: 'length', minimum: 12}], '1029384756'), [
		numeric,
		'This password is too short. It must contain at least 12 characters.',
	]);
	assert.deepEqual(await errorsBy([{name: 'similarity', maximum: 1}], 'Margaret-73'), []);
	assert.deepEqual(await errorsBy([{name: 'similarity', maximum: 1}], 'margaret'), [likeName]);
	assert.match((await errorsBy([], 'x'.repeat(5000)))[0]!, /too long/);
});

test('a rule can be a function that returns a sentence or nothing, or a promise of it', async () => {
	const rules: PasswordRule[] = [
		password => !/\d/.test(password) && 'This password has no digit.',
		async (password, {username}) => (password.includes(username) ? 'It has your name.' : undefined),
		() => {},
	];
	assert.deepEqual(await errorsBy(rules, 'margaret'), [
		'This password has no digit.',
		'It has your name.',
	]);
	assert.deepEqual(await errorsBy(rules, 'xyz-4711'), []);
});

test('a rule that returns true is refused, so that no weak password passes', async () => {
	const hasDigit = (password: string): any => /\d/.test(password);
	await assert.rejects(errorsBy([hasDigit], 'xyz-4711'), {
		code: 'settings',
		message: 'The password rule hasDigit in settings.auth.passwordRules returned a boolean.',
	});
});
