import assert from 'node:assert/strict';
import test from 'node:test';
import {Sheet} from '../../../source/dashboard/components/sheet.tsx';
import {drawInDialog} from '../../support/probe-dialog.tsx';

const numbered = Array.from({length: 20}, (_, index) => `row ${index}`);

test('a sheet is in the middle, below the row that names the database', t => {
	const {lines} = drawInDialog(
		t,
		<Sheet title="Title" columns={20}>
			{['one', 'two']}
		</Sheet>,
	);
	const at = lines().findIndex(line => line.includes('Title'));
	assert.equal(at, 2);
	assert.match(lines()[at]!, /^ {5}┏━ Title ━+┓$/);
	assert.match(lines()[at + 1]!, /^ {5}┃ one {14}┃$/);
	assert.equal(lines()[0]!.trim(), '');
});

test('rows that do not fit scroll to the ones that matter', t => {
	const {dialog, lines} = drawInDialog(
		t,
		<Sheet title="Title" columns={24} inSight={[10]} below="keys">
			{numbered}
		</Sheet>,
	);
	assert.match(lines().join('\n'), /row 10/);
	assert.match(lines().join('\n'), /keys/);
	assert.match(lines().join('\n'), /rows 8-11 of 20/);
	assert.deepEqual(dialog.viewport, {top: 7, visible: 4, count: 20});
});

test('a sheet scrolls from what was seen, and hints and rows above stay', t => {
	const {dialog, lines, draw} = drawInDialog(
		t,
		<Sheet title="Title" columns={24} above="head" hints={['Esc close']}>
			{numbered}
		</Sheet>,
	);
	dialog.scrollTo(5);
	draw();
	const rows = lines().map(line => line.replace(/^\s*┃ | +┃$/g, ''));
	assert.deepEqual(rows.slice(2, 6), ['head', 'row 5', 'row 6', '']);
	assert.equal(rows[6], 'Esc close');
});

test('a sheet that is wider than the window is cut, and so are its rows', t => {
	const {lines} = drawInDialog(
		t,
		<Sheet title="Title" columns={90}>
			{'a long row that has no room in the window'}
		</Sheet>,
	);
	assert.equal(
		lines()
			.find(line => line.includes('long'))!
			.trim(),
		'┃ a long row that has no ro… ┃',
	);
});
