import assert from 'node:assert/strict';
import test from 'node:test';
import {widthOf} from '../../../source/dashboard/drawing/cells.ts';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';
import {activityRow} from '../../../source/dashboard/panes/activity.ts';
import type {Activity} from '../../../source/dashboard/state/activity-list.ts';

chooseLook({colour: false, unicode: true});

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
