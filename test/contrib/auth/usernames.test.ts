import assert from 'node:assert/strict';
import test from 'node:test';
import {
	emailErrors,
	usernameErrors,
	usernameKeyOf,
} from '../../../source/contrib/auth/usernames.ts';

const invalid =
	'Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.';

test('a username has at most 150 letters, digits and @/./+/-/_; errors are Django’s sentences', () => {
	for (const name of ['admin', 'ann@example.com', 'a.b+c-d_e', 'Žofie', '李明', 'x'.repeat(150)]) {
		assert.deepEqual(usernameErrors(name), [], name);
	}
	for (const name of ['bad user!', 'a\u001Bb', 'a\u202Eb', 'a/b', '<b>']) {
		assert.deepEqual(usernameErrors(name), [invalid], name);
	}
	assert.deepEqual(usernameErrors(''), ['This field cannot be blank.']);
	assert.deepEqual(usernameErrors('x'.repeat(151)), [
		'Ensure this value has at most 150 characters (it has 151).',
	]);
});

test('names that look the same have the same key', () => {
	for (const [a, b] of [
		['Admin', 'aDMIN'],
		['caf\u00E9', 'cafe\u0301'],
		['ﬁsh', 'fish'],
		['ａｄｍｉｎ', 'admin'],
		['straße', 'STRASSE'],
	]) {
		assert.equal(usernameKeyOf(a!), usernameKeyOf(b!));
	}
	assert.notEqual(usernameKeyOf('andre'), usernameKeyOf('andré'));
	assert.ok(usernameKeyOf('ΐ'.repeat(150)).length <= 450);
});

test('an email address is empty, or has a name and a host', () => {
	for (const email of [
		'',
		'me@example.com',
		'a.b+c@sub.example.co',
		'me@localhost',
		'x@bücher.example',
	]) {
		assert.deepEqual(emailErrors(email), [], email);
	}
	for (const email of [
		'notanemail',
		'a@b',
		'a b@example.com',
		'@example.com',
		'a@-x.com',
		'a@b..com',
	]) {
		assert.deepEqual(emailErrors(email), ['Enter a valid email address.'], email);
	}
});

test('an email address made to be slow to check is refused like any other', () => {
	// With a pattern that backtracks, neither check would end.
	for (const end of ['!', '.']) {
		const email = `${'a'.repeat(100)}@${'a-'.repeat(70)}${end}`;
		assert.deepEqual(emailErrors(email), ['Enter a valid email address.']);
	}
});
