import assert from 'node:assert/strict';
import test from 'node:test';
import {
	type Layout,
	layoutOf,
	type PaneName,
	paneNames,
} from '../../../source/dashboard/drawing/layout.ts';

const sizes = [
	[160, 50, 'wide'],
	[120, 40, 'wide'],
	[100, 28, 'wide'],
	[99, 28, 'stacked'],
	[80, 24, 'stacked'],
	[60, 18, 'stacked'],
	[59, 18, 'tabs'],
	[40, 12, 'tabs'],
	[30, 8, 'tabs'],
	[29, 8, 'line'],
	[0, 0, 'line'],
] as const;

for (const [columns, rows, kind] of sizes) {
	test(`${columns}x${rows} is ${kind}, and every cell belongs to one region`, () => {
		for (const focus of paneNames) {
			const layout = layoutOf({columns, rows}, focus, false);
			assert.equal(layout.kind, kind);
			if (kind === 'line') continue;
			assert.equal(covered(layout), columns * rows);
			assert.ok(layout.panes[focus]);
		}
	});
}

test('the log has full rows at every size', () => {
	for (const [columns, rows, kind] of sizes) {
		const {log} = layoutOf({columns, rows}, 'log', false).panes;
		if (kind === 'line') assert.equal(log, undefined);
		else assert.deepEqual([log!.left, log!.columns], [0, columns]);
	}
});

test('a zoomed pane has the whole body without borders', () => {
	const {panes, borderless} = layoutOf({columns: 120, rows: 40}, 'log', true);
	assert.equal(borderless, true);
	assert.deepEqual(Object.keys(panes), ['log']);
});

function covered({panes, header, footer}: Layout): number {
	const all = [header, footer, ...Object.values(panes as Record<PaneName, typeof header>)];
	return all.reduce((sum, {columns, rows}) => sum + columns * rows, 0);
}
