import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../source/dashboard/log/file/log-store.ts';
import {isPlain, logModes, longer} from '../../../source/dashboard/panes/log-modes.ts';
import {freshView} from '../../../source/dashboard/state/state.ts';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

plainLookForAll();
const {log} = freshView();
const store = new LogStore(0);
store.push(['needle', 'x', 'needle']);

test('every mode that is on is named', () => {
	assert.equal(logModes(store, log, 80), 'following');
	const view = {...log, level: 'warn', shift: 8, wrap: true, times: 'delta'} as const;
	assert.equal(logModes(store, view, 80), 'following  ≥warn  col 9  wrap  delta');
});

test('where there is little room a search is shortened, then modes are left out', () => {
	const view = {...log, top: 0, cursor: 2, search: 'needle', filter: 'e'};
	const at = (columns: number) => logModes(store, view, columns);
	assert.equal(at(80), 'PAUSED  /needle match 2/2  &e');
	assert.equal(at(24), 'PAUSED  match 2/2  &e');
	assert.equal(at(16), 'PAUSED  2/2  &e');
	assert.equal(at(12), 'PAUSED  2/2');
});

test('a row is made longer by the first text that fits', () => {
	assert.equal(longer('a', ['long text', 'text'], 20), 'a  long text');
	assert.equal(longer('a', ['long text', 'text'], 8), 'a  text');
	assert.equal(longer('a', ['long text', 'text'], 4), 'a');
	assert.equal(longer('', ['text'], 4), 'text');
});

test('a view as at the start is plain', () => {
	assert.equal(isPlain(log), true);
	assert.equal(isPlain({...log, shift: 1}), false);
});
