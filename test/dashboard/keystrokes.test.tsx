import assert from 'node:assert/strict';
import test from 'node:test';
import {splitKeys} from '../../source/dashboard/keystrokes.ts';
import {tutorialStatus} from '../support/dashboard.ts';
import {mountDashboard} from '../support/mounted-dashboard.tsx';

const names = (input: string) => splitKeys(input).keys.map(({name}) => name);

test('keys that arrive in one read are several', () => {
	assert.deepEqual(names('jjM'), ['j', 'j', 'M']);
	assert.deepEqual(names('a\r\t\u007F\u0003'), ['a', 'Enter', 'Tab', 'Backspace', '^C']);
	assert.deepEqual(names('\u001B[B\u001B[Bx\u001B[5~\u001B[Z'), [
		'Down',
		'Down',
		'x',
		'PgUp',
		'S-Tab',
	]);
});

test('an escape that something else follows is Esc, never Alt', () => {
	assert.deepEqual(names('\u001Bj'), ['Esc', 'j']);
	assert.deepEqual(names('\u001B\u001B[A'), ['Esc', 'Up']);
});

test('half an escape sequence waits for its rest', () => {
	assert.deepEqual(splitKeys('a\u001B['), {keys: [{name: 'a', text: 'a'}], rest: '\u001B['});
	assert.equal(splitKeys('\u001B').rest, '\u001B');
});

test('a paste is one key, also when it has keys in it', () => {
	const {keys, rest} = splitKeys('\u001B[200~My\nq\u001B[201~j');
	assert.deepEqual(keys, [
		{name: 'Paste', text: 'My\nq'},
		{name: 'j', text: 'j'},
	]);
	assert.equal(rest, '');
	assert.equal(splitKeys('\u001B[200~My').keys.length, 0);
});

test('a letter of several code points is one key', () => {
	assert.deepEqual(names('e\u0301👩‍🚀ü'), ['e\u0301', '👩‍🚀', 'ü']);
});

test('a field gets every key of one packet, in order', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	await mounted.press(':ab\u007Fc\u001B[DZ');
	assert.match(mounted.frame(), /: aZc/);
});

test('a paste in a field has no line ends, and does not press keys', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	await mounted.press(':\u001B[200~migrate\r\naccounts\u001B[201~');
	assert.match(mounted.frame(), /: migrate accounts/);
	assert.equal(mounted.dashboard.view.snapshot().dialogs.length, 1);
});

test('a dialog that opens and text for its field may come in one packet', async t => {
	const mounted = await mountDashboard(t, tutorialStatus());
	await mounted.press('?/quit\r');
	assert.match(mounted.frame(), /filter: quit/);
	assert.doesNotMatch(mounted.frame(), /make migrations \(preview/);
});
