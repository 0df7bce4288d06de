import assert from 'node:assert/strict';
import {Readable} from 'node:stream';
import test from 'node:test';
import {createFromFlags} from '../../source/users/superuser-flags.ts';
import {outcomeOf} from '../support/outcome-of.ts';
import {superusersThat} from '../support/superusers.ts';

const flags = {
	...{username: 'ann', email: '', set: [] as string[], noinput: true},
	...{passwordStdin: false, bypassValidation: false},
};
const create = (
	more: object,
	superusers = superusersThat({}),
	stdin = '',
	password: string | undefined = 'from the environment',
) => outcomeOf(createFromFlags({...flags, ...more}, superusers, Readable.from([stdin]), password));

test('the password comes from the environment, or from the first line of stdin', async () => {
	const superusers = superusersThat({});
	await create({}, superusers);
	await create({passwordStdin: true}, superusers, 'from stdin\nand more\n');
	assert.deepEqual(
		superusers.created.map(({password}) => password),
		['from the environment', 'from stdin'],
	);
});

test('without a name or a password nothing is created', async () => {
	await assert.rejects(create({username: undefined}), {code: 'usage', message: /--noinput/});
	await assert.rejects(create({username: ' '}), {message: 'Username cannot be blank.'});
	const none = createFromFlags(flags, superusersThat({}), Readable.from(['']), undefined);
	await assert.rejects(outcomeOf(none), {code: 'no-password'});
});

test('other properties are set as property=value', async () => {
	const superusers = superusersThat({});
	await create({set: ['phone=12=3']}, superusers);
	assert.deepEqual(superusers.created[0]?.answers, {phone: '12=3'});
	await assert.rejects(create({set: ['phone']}), {code: 'usage', exitCode: 2});
});

test('errors are thrown as sentences, with the flag that helps', async () => {
	const question = {name: 'phone', label: 'Phone', kind: 'text'} as const;
	const errors = {username: ['Taken.'], phone: ['Too short.']};
	await assert.rejects(create({}, superusersThat(errors, [question])), {
		...{code: 'invalid-fields', message: 'Taken.\nPhone: Too short.'},
		hint: 'Give it with --set phone=VALUE.',
	});
	await assert.rejects(create({}, superusersThat({password: ['Weak.']})), {
		hint: '--bypass-validation accepts a weak password.',
	});
});
