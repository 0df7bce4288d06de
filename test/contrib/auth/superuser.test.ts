import assert from 'node:assert/strict';
import test from 'node:test';
import {User} from '../../../source/contrib/auth/entities.ts';
import {
	createSuperuser,
	superuserQuestions,
	validateSuperuser,
} from '../../../source/contrib/auth/superuser.ts';
import {usualPasswordRules} from '../../../source/project/settings/password-rule.ts';
import {openUsers, settings as quickSettings} from '../../support/users.ts';

const settings = {...quickSettings, auth: {passwordRules: usualPasswordRules}};
const fields = {username: 'Žofie', email: '', password: 'correct horse battery staple'};

test('a superuser is created once, and a name that looks the same is taken', async t => {
	const em = await openUsers(t);
	assert.deepEqual(await createSuperuser(em, settings, fields), {});
	const twin = {...fields, username: 'ŽOFIE'.normalize('NFD')};
	const taken = {username: ['That username is already taken.']};
	assert.deepEqual(await validateSuperuser(em, settings, twin), taken);
	assert.deepEqual(await createSuperuser(em, settings, twin, {bypassValidation: true}), taken);
	const user = await em.findOneOrFail(User, {username: 'Žofie'});
	assert.deepEqual([user.isActive, user.isStaff, user.isSuperuser], [true, true, true]);
	assert.ok(Math.abs(user.dateJoined.getTime() - Date.now()) < 60_000);
});

test('of two attempts to create a superuser at once, one finds the name taken', async t => {
	const em = await openUsers(t);
	const outcomes = await Promise.all(
		[1, 2].map(() => createSuperuser(em.fork(), settings, fields)),
	);
	assert.deepEqual(outcomes.map(errors => errors.username?.[0] ?? 'created').sort(), [
		'That username is already taken.',
		'created',
	]);
});

test('bypassing the validation accepts a weak password, but not a blank one or two that differ', async t => {
	const em = await openUsers(t);
	const bypass = {bypassValidation: true};
	const weak = {username: 'ann', email: '', password: '1'};
	assert.equal((await createSuperuser(em, settings, weak)).password?.length, 2);
	assert.deepEqual(await createSuperuser(em, settings, {...weak, password: ' '}, bypass), {
		password: ["Blank passwords aren't allowed."],
	});
	assert.deepEqual(await createSuperuser(em, settings, {...weak, passwordAgain: '2'}, bypass), {
		passwordAgain: ["Your passwords didn't match."],
	});
	assert.deepEqual(await createSuperuser(em, settings, weak, bypass), {});
});

test('half a character is refused in every field, also without the rules', async t => {
	const em = await openUsers(t);
	const incomplete = ['A character is incomplete. Please enter it again.'];
	const half = '😀'.slice(0, 1);
	const wrong = {...fields, email: `${half}@example.org`, password: `${fields.password}${half}`};
	for (const bypassValidation of [true, false]) {
		const errors = await createSuperuser(em, settings, wrong, {bypassValidation});
		assert.deepEqual(errors, {email: incomplete, password: incomplete});
	}
	const named = {...fields, username: `ann${half}`};
	assert.deepEqual(Object.keys(await createSuperuser(em, settings, named)), ['username']);
	assert.equal(await em.count(User), 0);
});

test('every invalid field gets its sentences, and nothing is created', async t => {
	const em = await openUsers(t);
	const wrong = {username: 'a b', email: 'nobody', password: 'x', passwordAgain: 'y'};
	const errors = await createSuperuser(em, settings, wrong);
	assert.deepEqual(Object.keys(errors), ['username', 'email', 'passwordAgain', 'password']);
	assert.equal(await em.count(User), 0);
});

test('the built-in user entity requires no further properties', async t => {
	assert.deepEqual(superuserQuestions(await openUsers(t), settings), []);
});
