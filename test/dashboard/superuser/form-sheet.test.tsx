import assert from 'node:assert/strict';
import test from 'node:test';
import {SuperuserDialog} from '../../../source/dashboard/superuser/dialog.ts';
import {dialogText, drawnDialog} from '../../support/drawn-dialog.tsx';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

function formOf(t: test.TestContext) {
	const dialog = new SuperuserDialog(dashboardInMemory(t).session);
	const low = () => drawnDialog(dialog, {columns: 80, rows: 12}).join('\n');
	return {dialog, form: dialog.form, low, text: () => dialogText(dialog)};
}

test('labels are in a column, and an error is below its field', t => {
	const {form, text} = formOf(t);
	form.ask({
		...{username: 'ann', usernameLabel: 'Login'},
		questions: [{name: 'p', label: 'Phone number'}],
	});
	form.show({p: ['This field is required.']});
	assert.doesNotMatch(text(), /required/, 'nobody has touched it');
	form.wasSent = true;
	assert.match(
		text(),
		/› Login {8}\[ann.*\n.*E-mail.*\n {2}Phone number \[.*\n {15}✗ This field is required\./,
	);
});

test('the box is offered where the password was rejected, and buttons show the focus', t => {
	const {form, text} = formOf(t);
	assert.match(text(), /\n \( Create \) {5}\( Cancel \)\n/);
	form.show({password: ['Too short.']});
	assert.match(text(), /\n \[ \] save anyway/);
	form.bypass = true;
	form.move(-1);
	assert.match(text(), /\[x\] save anyway.*\n \( Create \) {4}›\( Cancel \)\n/);
	form.move(-1);
	form.move(-1);
	assert.match(text(), /›\[x\] save anyway/);
});

test('a low window shows one field at a time, and all of them behind the last', t => {
	const {form, low} = formOf(t);
	form.move(1);
	assert.match(low(), /field 2 of 4/);
	assert.match(low(), /E-mail/);
	assert.doesNotMatch(low(), /Username/);
	form.move(-1);
	form.move(-1);
	assert.match(low(), /Create superuser ━/);
	assert.match(low(), /Username/);
});
