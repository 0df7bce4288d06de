import assert from 'node:assert/strict';
import test from 'node:test';
import {Dialog, newField, widthFor} from '../../../source/dashboard/state/dialog.ts';
import {dashboardInMemory, keyNamed} from '../../support/in-memory-dashboard.ts';

class Probe extends Dialog {
	events: string[] = [];

	press(): boolean {
		return false;
	}

	override start(): void {
		this.events.push('started');
	}

	override closed(): void {
		this.events.push('closed');
	}

	override typed(): void {
		this.events.push('typed');
	}
}

test('a dialog lies on top once it is open, and is closed once', t => {
	const {session, top} = dashboardInMemory(t);
	const dialog = new Probe(session);
	dialog.open();
	assert.equal(top(), dialog);
	dialog.close();
	dialog.close();
	assert.equal(top(), undefined);
	assert.deepEqual(dialog.events, ['started', 'closed']);
});

test('letters and cursor keys go into a field, other named keys do not', t => {
	const dialog = new Probe(dashboardInMemory(t).session);
	assert.equal(dialog.takesText(keyNamed('a')), false, 'there is no field');
	dialog.field = newField('name');
	const takes = (name: string) => dialog.takesText(keyNamed(name));
	assert.deepEqual(['a', ' ', 'Left', 'Backspace', 'Paste'].map(takes), Array(5).fill(true));
	assert.deepEqual(['Enter', 'Esc', 'Up', '^U'].map(takes), Array(4).fill(false));
});

test('a field whose value is set starts again', t => {
	const dialog = new Probe(dashboardInMemory(t).session);
	dialog.field = newField('name', 'ann');
	dialog.setField('bob');
	assert.equal(dialog.field.value, 'bob');
	assert.equal(dialog.field.version, 1);
	assert.deepEqual(dialog.events, ['typed']);
});

test('it scrolls no further than its rows', t => {
	const dialog = new Probe(dashboardInMemory(t).session);
	dialog.viewport = {top: 0, visible: 10, count: 25};
	const topAfter = (name: string) => {
		assert.equal(dialog.scroll(keyNamed(name)), true);
		return dialog.viewport.top;
	};
	const keys = ['k', 'j', ' ', 'PgDn', '^U', 'g', 'G'];
	assert.deepEqual(keys.map(topAfter), [0, 1, 11, 15, 10, 0, 15]);
	assert.equal(dialog.scroll(keyNamed('x')), false);
});

test('Esc closes; Enter and q only where nothing is asked', t => {
	const {session, top} = dashboardInMemory(t);
	const isOpenAfter = (name: string, asks: boolean) => {
		const dialog = new Probe(session);
		dialog.open();
		dialog.closeOrScroll(keyNamed(name), asks);
		return top() === dialog;
	};
	assert.deepEqual([isOpenAfter('Esc', true), isOpenAfter('q', true)], [false, true]);
	assert.deepEqual([isOpenAfter('Enter', false), isOpenAfter('q', false)], [false, false]);
});

test('a dialog has its width, or the whole of a window without room beside it', () => {
	assert.equal(widthFor(120, 76), 76);
	assert.equal(widthFor(79, 76), 79);
});
