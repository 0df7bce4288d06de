import assert from 'node:assert/strict';
import test from 'node:test';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';
import {LogStore} from '../../../source/dashboard/log/file/log-store.ts';
import {countOf} from '../../../source/dashboard/panes/log-text.ts';
import {freshView} from '../../../source/dashboard/state/state.ts';
import {drawLog} from '../../support/drawn-panes.tsx';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

const size = {columns: 60, rows: 14};
/** As a terminal shows them. */
const trimmed = (rows: string[]) => rows.map(row => row.trimEnd());
plainLookForAll();

test('the log pane counts its lines and says that it follows', () => {
	const store = new LogStore(0);
	store.push(['Listening', '[23/Nov/2026 22:27:35] "GET / HTTP/1.1" 200 0 12ms']);
	const rows = trimmed(drawLog(store, freshView(), size).rows);
	assert.match(rows[0]!, /3 Server log ─+ following/);
	assert.match(rows[2]!, /"GET \/ HTTP\/1\.1" 200 0 12ms/);
	assert.match(rows.at(-1)!, /2 lines/);
});

test('hidden lines are counted, and cleared ones are not', () => {
	const store = new LogStore(0);
	store.push(['GET /', 'x', 'GET /a']);
	const {log} = freshView();
	assert.equal(countOf(store, log), '3 lines');
	assert.equal(countOf(store, {...log, filter: 'get'}), '2 of 3 lines');
	assert.equal(countOf(store, {...log, from: 2}), '1 line');
});

test('an empty log says why', () => {
	const text = (lines: string[], log = {}, more = {}) => {
		const store = new LogStore(0);
		store.push(lines);
		const fresh = freshView();
		return drawLog(store, {...fresh, ...more, log: {...fresh.log, ...log}}, size).rows[1]!.trim();
	};
	assert.equal(text([]), 'No log yet: press s to start the server.');
	assert.equal(text([], {}, {readOnly: true}), 'No log yet.');
	assert.equal(text([], {}, {unreadable: 'It cannot be read.'}), 'It cannot be read.');
	assert.match(text(['a'], {from: 1}), /^Cleared\./);
	assert.match(text(['a'], {filter: 'b'}), /^No lines match the filter\./);
});

test('the match at the cursor has a colour of its own', () => {
	chooseLook({colour: true, unicode: true});
	const store = new LogStore(0);
	store.push(['one book', 'no', 'two books of it']);
	const fresh = freshView();
	const log = {...fresh.log, search: 'book', top: 0, cursor: 2};
	const {rows} = drawLog(store, {...fresh, focus: 'log', log}, size);
	const [current] = rows.filter(row => row.includes('two'));
	assert.match(
		current!,
		/\u001B\[7mtwo \u001B\[27m\u001B\[30;43mbook\u001B\[39;49m\u001B\[7ms of it/,
	);
	const [other] = rows.filter(row => row.includes('one'));
	assert.match(other!, /one \u001B\[7mbook\u001B\[27m/);
});
