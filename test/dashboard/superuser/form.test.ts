import assert from 'node:assert/strict';
import test from 'node:test';
import type {Row} from '../../../source/dashboard/state/dialog.ts';
import {SuperuserForm} from '../../../source/dashboard/superuser/form.ts';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

plainLookForAll();
const texts = (rows: Row[]) =>
	rows.map(row => (typeof row === 'string' ? row : row.before + row.field.value + row.after));

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
	assert.match(texts(form.rows('username', 40))[0]!, /^▸ Login +\[bob\]$/);
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
	assert.equal(form.rows('email', 50).length, 1);
	form.wasSent = true;
	assert.match(texts(form.rows('email', 50))[1]!, /✗ Enter a valid address\.$/);
	form.moveToFirstError();
	assert.equal(form.focused, 'email');
});

test('the rules can be ignored only once a password was rejected', () => {
	const form = new SuperuserForm();
	assert.deepEqual(form.bypassRows(), []);
	form.show({password: ['Too short.']});
	assert.match(form.bypassRows()[0]!, /\[ \] save anyway/);
	form.bypass = true;
	assert.match(form.bypassRows()[0]!, /\[x\]/);
	assert.match(form.buttonRow(), /\( Create \).*\( Cancel \)/);
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
