import assert from 'node:assert/strict';
import test from 'node:test';
import {widthOf} from '../../../source/dashboard/drawing/cells.ts';
import {activityRow} from '../../../source/dashboard/panes/activity-row.ts';
import {activityText, lastActivity} from '../../../source/dashboard/panes/activity-text.ts';
import type {Activity} from '../../../source/dashboard/state/activity-list.ts';
import {type ActivityView, freshView} from '../../../source/dashboard/state/state.ts';
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
	assert.equal(
		activityRow(row, 60),
		'03-02 10:00 ✗ createsuperuser  There is no…  189ms ann@web-1',
	);
	assert.equal(
		activityRow(row, 80),
		'2026-03-02 10:00 ✗ createsuperuser  There is no table for user…  189ms ann@web-1',
	);
});

test('a long command line is cut before its time and who ran it', () => {
	const command = 'migrate accounts 0002_a_long_name --fake';
	const row = activity(command, 0, '1 faked');
	for (let columns = 50; columns < 140; columns++) {
		const text = activityRow(row, columns, {hasProgram: true});
		assert.equal(widthOf(text), columns);
		assert.match(text, /03-02 10:00 .* {2}189ms ann(@web-1)?$/);
		assert.equal(text.includes('quarterdeck'), columns >= 91);
		assert.equal(text.includes(command), columns >= 65);
		assert.doesNotMatch(activityRow(row, columns), /quarterdeck/);
	}
	assert.equal(
		activityRow(row, 60),
		'03-02 10:00 ✓ migrate accounts 0002_a_long_name …  189ms ann',
	);
	assert.equal(activityRow(row, 40), '03-02 10:00 ✓ migrate accounts 0…  189ms');
});

test('in a narrow pane the result is worth more than who it was', () => {
	const row = activity('migrate', 0, '3 applied');
	assert.equal(activityRow(row, 40), '03-02 10:00 ✓ migrate  3 applied   189ms');
});

test('times are aligned, and matches have marks', () => {
	const row = activity('migrate auth', 0, '3 applied in auth');
	const look = {timeWidth: 20, search: 'auth'};
	assert.equal(
		activityRow(row, 90, look).trim(),
		'2026-03-02 10:00 ✓ migrate »auth«  3 applied in »auth«                 189ms ann@web-1',
	);
});

test('what goes on is by somebody', () => {
	const row = {...running, command: 'migrate'};
	assert.match(activityRow(row, 59), /^03-02 10:00 ● migrate {2}running +by ann@web-1$/);
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
	assert.match(rows[1]!, /● migrate {2}running +by bob@web-2 │$/);
	assert.match(rows[2]!, /✗ createsuperuser {2}There is no table/);
	assert.match(rows[3]!, /✓ makemigrations {2}1 written +1\.2s ann@web-1 │$/);
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
	assert.match(rows[3]!, /›.*check 7/);
	assert.match(rows.at(-1)!, /5 newer above {2}9 runs/);
});

test('the border says how many of how many are shown, and how', () => {
	const all = Array.from({length: 4}, (_, index) => activity('check', index % 2, 'no user'));
	const drawn = (part: Partial<ActivityView>, total?: number) => {
		const view = {...freshView(), activity: {search: '', onlyFailed: false, ...part}};
		const {border} = activityText(all, view, {columns: 80, rows: 8}, 0, total);
		return [border.right, border.bottom];
	};
	assert.deepEqual(drawn({}), ['', '4 runs']);
	assert.deepEqual(drawn({}, 1000), ['', '4 of 1,000 runs']);
	assert.deepEqual(drawn({onlyFailed: true}), ['failed only', '2 of 4 runs']);
	assert.deepEqual(drawn({onlyFailed: true}, 1000), ['failed only', '2 of the last 4 runs']);
	assert.equal(drawn({search: 'User'})[0], '/User 0 matches');
	assert.equal(drawn({search: 'user', onlyFailed: true})[0], 'failed only  /user match 1/2');
});
