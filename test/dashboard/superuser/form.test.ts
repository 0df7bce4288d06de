import assert from 'node:assert/strict';
import test from 'node:test';
import {SuperuserForm} from '../../../source/dashboard/superuser/form.ts';

test('the focus goes over fields and buttons, and round again', () => {
	const form = new SuperuserForm();
	const seen = Array.from({length: 6}, () => {
		form.move(1);
		return form.focused;
	});
	assert.deepEqual(seen, ['email', 'password', 'passwordAgain', 'submit', 'cancel', 'username']);
	form.move(-1);
	assert.equal(form.focused, 'cancel');
	assert.equal(form.field, undefined);
});

test('the command’s questions keep what was typed before they came', () => {
	const form = new SuperuserForm();
	form.field!.value = 'bob';
	form.touch();
	form.ask({
		...{username: 'ann', usernameLabel: 'Login', asksEmail: false},
		questions: [{name: 'phone', label: 'Phone'}],
	});
	assert.deepEqual(form.names, ['username', 'phone', 'password', 'passwordAgain']);
	assert.equal(form.field!.value, 'bob');
	assert.equal(form.labelOf('username'), 'Login');
	assert.equal(form.labelOf('phone'), 'Phone');
	const values = form.values as {answers: object};
	assert.deepEqual(values.answers, {phone: ''});
});

test('a suggested name is marked as such until the focus leaves it', () => {
	const form = new SuperuserForm();
	form.ask({username: 'ann'});
	assert.equal(form.field!.isSuggested, true);
	form.move(1);
	form.move(-1);
	assert.equal(form.field!.isSuggested, false);
});

test('errors are shown for fields that were touched, and for all once it was sent', () => {
	const form = new SuperuserForm();
	form.show({email: ['Enter a valid address.']});
	assert.deepEqual(form.errorsOf('email'), []);
	form.wasSent = true;
	assert.deepEqual(form.errorsOf('email'), ['Enter a valid address.']);
	form.moveToFirstError();
	assert.equal(form.focused, 'email');
});

test('the rules can be ignored only once a password was rejected', () => {
	const form = new SuperuserForm();
	assert.equal(form.offersBypass, false);
	form.show({password: ['Too short.']});
	assert.equal(form.offersBypass, true);
	form.bypass = true;
	form.show({});
	assert.equal(form.offersBypass, true, 'it can be unticked');
});

test('an emptied form keeps no password', () => {
	const form = new SuperuserForm();
	form.move(1);
	form.move(1);
	form.field!.value = 'secret';
	assert.equal(form.field!.mask, '*');
	form.empty();
	assert.equal(JSON.stringify(form.values).includes('secret'), false);
});
