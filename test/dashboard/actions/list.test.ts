import assert from 'node:assert/strict';
import test from 'node:test';
import {actionFor, isFor} from '../../../source/dashboard/actions/action.ts';
import {actions} from '../../../source/dashboard/actions/list.ts';
import {paneNames} from '../../../source/dashboard/drawing/layout.ts';

test('no key has two actions in a pane', () => {
	for (const pane of paneNames) {
		const keys = actions.filter(action => isFor(pane, action)).flatMap(action => action.keys);
		assert.deepEqual(keys, [...new Set(keys)], pane);
	}
});

test('every key of the tutorial has an action', () => {
	for (const key of [
		'm',
		'M',
		's',
		'r',
		'u',
		'?',
		':',
		'Tab',
		'S-Tab',
		'1',
		'4',
		'j',
		'G',
		'z',
		'e',
		'R',
		'^L',
		'd',
		'q',
		'Esc',
		'^C',
		'^Z',
	]) {
		assert.ok(actionFor(actions, key, 'server'), key);
	}
	for (const key of ['/', 'n', 'N', '&', 'f', 'v', 'w', 'C', '-'])
		assert.ok(actionFor(actions, key, 'log'), key);
	assert.ok(actionFor(actions, 'Enter', 'migrations'));
});

test('no key is one that terminals reserve', () => {
	for (const {keys} of actions) {
		assert.doesNotMatch(keys.join(' '), /\^[ABSQP]|Alt|F\d/);
	}
});

test('these actions change something, and a read-only session has none of them', () => {
	assert.deepEqual(
		actions.filter(({writes}) => writes).map(({id}) => id),
		[
			...['makemigrations', 'migrate', 'rehearse', 'rollback', 'fake', 'squash'],
			...['server', 'restart', 'createsuperuser', 'shell'],
		],
	);
});
