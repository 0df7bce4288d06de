import assert from 'node:assert/strict';
import test from 'node:test';
import {pressKey} from '../../../source/dashboard/screen/key-press.ts';
import {Dialog, newField} from '../../../source/dashboard/state/dialog.ts';
import {stopTime} from '../../support/clock.ts';
import {dashboardInMemory, keyNamed} from '../../support/in-memory-dashboard.ts';

class Probe extends Dialog {
	pressed: string[] = [];

	press({name}: {name: string}): boolean {
		this.pressed.push(name);
		return name === 'x';
	}
}

function openProbe(t: test.TestContext, options = {}) {
	const opened = dashboardInMemory(t, undefined, options);
	const dialog = new Probe(opened.session);
	dialog.open();
	const press = (name: string) => pressKey(opened.dashboard, keyNamed(name));
	return {...opened, dialog, press};
}

test('a dialog gets the keys before the panes', t => {
	const {dialog, press, session} = openProbe(t);
	assert.equal(press('x'), 'taken');
	press('3');
	assert.deepEqual(dialog.pressed, ['x', '3']);
	assert.equal(session.view.snapshot().focus, 'migrations');
});

test('text waits until its field is attached', t => {
	const {dialog, press} = openProbe(t);
	dialog.field = newField('name');
	assert.equal(press('a'), 'early');
	dialog.field.attached = dialog.field.version;
	assert.deepEqual(press('a'), {input: 'x'});
	assert.deepEqual(dialog.pressed, []);
});

test('the first letter replaces a suggestion, a cursor key keeps it, ^U clears a field', t => {
	const {dialog, press} = openProbe(t);
	dialog.field = {...newField('name', 'ann'), isSuggested: true};
	press('Left');
	assert.equal(dialog.field.value, 'ann');
	dialog.field.isSuggested = true;
	press('b');
	assert.equal(dialog.field.value, '');
	dialog.setField('bob');
	assert.equal(press('^U'), 'taken');
	assert.equal(dialog.field.value, '');
});

test('letters typed for a field that is gone do nothing', t => {
	const time = stopTime(t);
	const {dialog, press, session} = openProbe(t);
	t.mock.getter(dialog, 'isFinished', () => true);
	dialog.field = newField('password');
	press('a');
	dialog.field = undefined;
	press('3');
	assert.deepEqual(dialog.pressed, []);
	time.goOn(701);
	press('3');
	assert.equal(session.view.snapshot().focus, 'log', 'it closes the dialog and acts');
});

test('a paste outside a field is dropped', t => {
	const {dashboard, toast} = dashboardInMemory(t);
	pressKey(dashboard, {name: 'Paste', text: 'M\ny'});
	assert.equal(toast(), 'Ignored a paste outside a text field.');
});

test('in a window without panes only the ways out work', t => {
	const {dialog, press, sent} = openProbe(t, {columns: 20, rows: 5});
	press('x');
	press('^L');
	press('q');
	assert.deepEqual(dialog.pressed, []);
	assert.deepEqual(sent, ['redraw', 'leave']);
});

test('a key without a meaning says so', t => {
	const {press, toast} = dashboardInMemory(t);
	press('Z');
	assert.equal(toast(), 'Z does nothing here. ? shows the keys.');
	press(' ');
	assert.match(toast()!, /^Space does nothing here\./);
});
