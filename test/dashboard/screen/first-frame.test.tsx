import assert from 'node:assert/strict';
import test from 'node:test';
import {widthOf} from '../../../source/dashboard/drawing/cells.ts';
import {firstFrame} from '../../../source/dashboard/screen/first-frame.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {windowSizes} from '../../support/window-sizes.ts';

for (const [columns, rows] of [...windowSizes, [5, 2] as const]) {
	test(`nothing is drawn outside a window of ${columns}x${rows}, whatever is open`, async t => {
		const mounted = await mountDashboard(t, tutorialStatus(), {columns, rows});
		for (const keys of ['', '1', '2', '3', '4', 'z', 'z?', 'q:mig', '\u0015', '\u0003']) {
			await mounted.press(keys);
			const frame = mounted.frame().replace(/\n$/, '').split('\n');
			assert.ok(frame.length <= rows, `${keys}: ${frame.length} rows`);
			const widest = Math.max(...frame.map(widthOf));
			assert.ok(widest <= columns, `${keys}: ${widest} columns`);
		}
	});
}

test('the first frame, drawn without Ink, equals Ink’s', async t => {
	const mounted = await mountDashboard(t, tutorialStatus(), {columns: 80, rows: 24});
	const drawn = firstFrame(mounted.dashboard).map(row => row.trimEnd());
	const frame = mounted.frame().split('\n');
	assert.deepEqual(
		drawn,
		drawn.map((_, index) => (frame[index] ?? '').trimEnd()),
	);
});

test('a window that is too small still says PRODUCTION', async t => {
	const status = tutorialStatus({environment: 'production'});
	const mounted = await mountDashboard(t, status, {
		columns: 28,
		rows: 7,
		look: {colour: true, unicode: true},
	});
	assert.match(mounted.raw(), /\u001B\[31m\u001B\[7m\u001B\[1m PRODUCTION \u001B/);
	assert.match(mounted.frame(), /^ PRODUCTION *\nq quits\./);
});
