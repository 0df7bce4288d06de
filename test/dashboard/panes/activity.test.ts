import assert from 'node:assert/strict';
import test from 'node:test';
import {widthOf} from '../../../source/dashboard/drawing/cells.ts';
import {activityRow, lastActivity} from '../../../source/dashboard/panes/activity-text.ts';
import type {Activity} from '../../../source/dashboard/state/activity-list.ts';
import {freshView} from '../../../source/dashboard/state/state.ts';
import {drawActivity} from '../../support/drawn-panes.tsx';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

plainLookForAll();
const trimmed = (rows: string[]) => rows.map(row => row.trimEnd());

const running = {run: 'a', operator: 'ann', host: 'web-1', since: '2026-03-02T10:00:00Z'};
const activity = (command: string, exitCode: number, summary: string): Activity => ({
	...running,
	command,
	end: {exitCode, milliseconds: 189, summary},
});

test('how long it took, by whom and where is at the right end; the result is cut before it', () => {
	const row = activity('createsuperuser', 1, 'There is no table for users yet.');
	assert.equal(activityRow(row, 59), '2026-03-02 ✗ createsuperuser  There is no…  189ms ann@web-1');
	assert.equal(
		activityRow(row, 80),
		'2026-03-02 ✗ quarterdeck createsuperuser  There is no table fo…  189ms ann@web-1',
	);
});

test('a command line is whole for as long as it can be', () => {
	const command = 'migrate accounts 0002_a_long_name --fake';
	const row = activity(command, 0, '1 faked');
	for (let columns = 53; columns < 140; columns++) {
		const text = activityRow(row, columns);
		assert.equal(widthOf(text), columns);
		assert.ok(text.includes(command), text);
		assert.equal(text.includes('quarterdeck'), columns >= 70);
		assert.equal(text.endsWith('189ms ann@web-1'), columns >= 91);
	}
	const end = (columns: number) =>
		activityRow(row, columns).slice(`2026-03-02 ✓ ${command}`.length);
	assert.deepEqual([end(53), end(60), end(62)], ['', '  189ms', '  1 faked']);
	assert.equal(end(69), '  1 faked  189ms');
	assert.match(activityRow(row, 40), /^2026-03-02 ✓ migrate accounts 0002_a_lo.*…$/);
});

test('what goes on is by somebody', () => {
	const row = {...running, command: 'migrate'};
	assert.match(activityRow(row, 59), /^2026-03-02 ● migrate {2}running +by ann@web-1$/);
});

test('the activity pane has the newest first, each as its command line', () => {
	const ann = {run: 'a', operator: 'ann', host: 'web-1', since: '2026-11-24T10:00:00Z'};
	const failed = {exitCode: 1, milliseconds: 1200, summary: 'There is no table for users yet.'};
	const done = {exitCode: 0, milliseconds: 1200, summary: '1 written'};
	const all = [
		{...ann, run: 'b', operator: 'bob', host: 'web-2', command: 'migrate'},
		{...ann, command: 'createsuperuser', end: failed},
		{...ann, command: 'makemigrations', end: done},
	];
	const rows = trimmed(drawActivity(all, freshView(), {columns: 90, rows: 6}).rows);
	assert.match(rows[0]!, /1 running/);
	assert.match(rows[1]!, /● quarterdeck migrate {2}running +by bob@web-2 │$/);
	assert.match(rows[2]!, /✗ quarterdeck createsuperuser {2}There is no table/);
	assert.match(rows[3]!, /✓ quarterdeck makemigrations {2}1 written +1\.2s ann@web-1 │$/);
});

test('an empty activity says what will be there, and has no last entry', () => {
	const {rows} = drawActivity([], freshView(), {columns: 80, rows: 4});
	assert.match(rows[1]!, /Nothing yet\. Every action is listed here/);
	assert.equal(lastActivity([], 80), '');
});

test('the selected run stays visible', () => {
	const all = Array.from({length: 9}, (_, index) => activity(`check ${index}`, 0, ''));
	const runs = all.map((one, index) => ({...one, run: String(index)}));
	const view = {...freshView(), focus: 'activity', selectedRun: '7'} as const;
	const {rows, top} = drawActivity(runs, view, {columns: 60, rows: 5});
	assert.equal(top, 5);
	assert.match(rows[3]!, /▸.*check 7/);
	assert.match(rows.at(-1)!, /5 newer above/);
});
