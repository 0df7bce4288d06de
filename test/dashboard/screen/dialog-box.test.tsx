import assert from 'node:assert/strict';
import test from 'node:test';
import {Box} from 'ink';
import {cleanup, render} from 'ink-testing-library';
import {DialogBox} from '../../../source/dashboard/screen/dialog-box.tsx';
import {Dialog, newField, type Picture} from '../../../source/dashboard/state/dialog.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

class Probe extends Dialog {
	picture: Picture = {title: 'Title', columns: 20, rows: ['one', 'two']};

	draw(): Picture {
		return this.picture;
	}

	press(): boolean {
		return false;
	}
}

const size = {columns: 30, rows: 8};
const numbered = Array.from({length: 20}, (_, index) => `row ${index}`);

function drawn(t: test.TestContext, picture: Partial<Picture>) {
	t.after(cleanup);
	const dialog = new Probe(dashboardInMemory(t).session);
	Object.assign(dialog.picture, picture);
	if (picture.rows?.some(row => typeof row !== 'string')) dialog.field = newField('x');
	const {lastFrame} = render(
		<Box width={size.columns} height={size.rows}>
			<DialogBox dialog={dialog} top size={size} />
		</Box>,
	);
	return {dialog, lines: lastFrame()!.split('\n')};
}

test('a dialog is in the middle, below the row that names the database', t => {
	const {lines} = drawn(t, {});
	const at = lines.findIndex(line => line.includes('Title'));
	assert.equal(at, 2);
	assert.match(lines[at]!, /^ {5}┏━ Title ━+┓$/);
	assert.equal(lines[0]!.trim(), '');
});

test('rows that do not fit scroll to the ones that matter', t => {
	const {dialog, lines} = drawn(t, {columns: 24, rows: numbered, inSight: [10], below: ['keys']});
	assert.match(lines.join('\n'), /row 10/);
	assert.match(lines.join('\n'), /keys/);
	assert.match(lines.join('\n'), /rows 8-11 of 20/);
	assert.deepEqual(dialog.viewport, {top: 7, visible: 4, count: 20});
});

test('a prompt takes the last row, without a box', t => {
	const field = newField('line', 'needle');
	const row = {before: '/', field, columns: 10, after: ' Esc clears'};
	const {lines} = drawn(t, {place: 'bottom', rows: [row]});
	assert.match(lines.at(-1)!, /^\/needle_+ +Esc clears/);
});

test('a masked field shows no letter of its text, and the end of a long one', t => {
	const secret = newField('password', 'secret', '*');
	const long = newField('name', 'abcdefghijklmnop');
	const {lines} = drawn(t, {
		rows: [
			{before: '', field: secret, columns: 12},
			{before: '', field: long, columns: 8},
		],
	});
	const text = lines.join('\n');
	assert.match(text, /\*{6}_/);
	assert.doesNotMatch(text, /secret|abc/);
	assert.match(text, /jklmnop_/);
});
