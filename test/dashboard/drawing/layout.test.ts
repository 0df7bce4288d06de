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

const busy = {serverRows: 3, hasLog: true};
const every = paneNames.flatMap(focus =>
	[1, 6].flatMap(serverRows => [true, false].map(hasLog => [focus, {serverRows, hasLog}] as const)),
);

for (const [columns, rows, kind] of sizes) {
	test(`${columns}x${rows} is ${kind}, and every cell belongs to one region`, () => {
		for (const [focus, contents] of every) {
			const layout = layoutOf({columns, rows}, focus, false, contents);
			assert.equal(layout.kind, kind);
			if (kind === 'line') continue;
			assert.equal(covered(layout), columns * rows);
			assert.ok(layout.panes[focus]);
		}
	});
}

test('the log has full rows at every size', () => {
	for (const [columns, rows, kind] of sizes) {
		const {log} = layoutOf({columns, rows}, 'log', false, busy).panes;
		if (kind === 'line') assert.equal(log, undefined);
		else assert.deepEqual([log!.left, log!.columns], [0, columns]);
	}
});

test('a zoomed pane has the whole body without borders', () => {
	const {panes, borderless} = layoutOf({columns: 120, rows: 40}, 'log', true, busy);
	assert.equal(borderless, true);
	assert.deepEqual(Object.keys(panes), ['log']);
});

test('what has nothing to show makes room for the list, and the focused pane grows', () => {
	for (const size of [
		{columns: 120, rows: 40},
		{columns: 80, rows: 24},
	]) {
		const heights = (focus: PaneName, hasLog: boolean) => {
			const {migrations, log} = layoutOf(size, focus, false, {serverRows: 1, hasLog}).panes;
			return {migrations: migrations!.rows, log: log!.rows};
		};
		const [idle, used] = [heights('migrations', false), heights('migrations', true)];
		assert.equal(idle.log, 3);
		assert.ok(idle.migrations > used.migrations);
		assert.ok(heights('log', true).log > used.log);
	}
});

test('panes are numbered in reading order', () => {
	const {panes} = layoutOf({columns: 120, rows: 40}, 'log', false, busy);
	const order = paneNames.map(name => panes[name]!.top);
	assert.deepEqual(
		order,
		order.toSorted((one, other) => one - other),
	);
});

function covered({panes, detail, header, footer}: Layout): number {
	const all = [
		header,
		footer,
		...(detail ? [detail] : []),
		...Object.values(panes as Record<PaneName, typeof header>),
	];
	return all.reduce((sum, {columns, rows}) => sum + columns * rows, 0);
}
