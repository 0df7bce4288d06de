import assert from 'node:assert/strict';
import test from 'node:test';
import {tutorialStatus} from '../../support/dashboard.ts';
import {type Mounted, mountDashboard} from '../../support/mounted-dashboard.tsx';

const narrow = {columns: 40, rows: 12};

/** The last row. */
function footer({frame}: Mounted): string {
	return frame().trimEnd().split('\n').at(-1)!;
}

test('the footer says what Enter does, and offers rollback only where it is possible', async t => {
	const status = tutorialStatus({drift: [{app: 'auth', text: 'It differs.'}]});
	const mounted = await mountDashboard(t, status, {columns: 120, rows: 24});
	assert.match(mounted.frame(), /Enter fold/);
	assert.doesNotMatch(mounted.frame(), /B back/);
	await mounted.press('\r');
	assert.match(mounted.frame(), /▸ auth[\s\S]*Enter unfold/);
	await mounted.press('\r', 'j');
	assert.match(mounted.frame(), /Enter open/);
	await mounted.press('jj');
	assert.match(mounted.frame(), /Enter differences/);
});

for (const [columns, rows] of [
	[80, 24],
	[60, 18],
] as const) {
	test(`the keys that matter most are always there at ${columns}x${rows}`, async t => {
		const mounted = await mountDashboard(t, tutorialStatus(), {columns, rows});
		for (const pane of ['1', '2', '3', '4']) {
			await mounted.press(pane);
			const row = mounted.frame().split('\n')[rows - 2]!;
			for (const key of ['M migrate', 's server', 'u user', 'Tab pane', ':', '?', 'q'])
				assert.ok(row.includes(key), `${key} in ${row}`);
		}
	});
}

test('rollback is offered only if a later migration is applied', async t => {
	const status = tutorialStatus();
	for (const migration of status.apps[0]!.migrations) migration.applied = '2026-03-02T10:00:00Z';
	const mounted = await mountDashboard(t, status);
	for (const offered of [true, true, false]) {
		assert.equal(mounted.frame().includes('B back'), offered, mounted.frame());
		await mounted.press('j');
	}
});

test('keys that fix a problem come first', async t => {
	const problem = {
		code: 'settings',
		message: 'Wrong.',
		hint: 'Mend it.',
		file: 'settings.ts',
		line: 3,
	};
	const problems = [{...problem, hinders: 'everything' as const}];
	const mounted = await mountDashboard(t, tutorialStatus({apps: [], problems}), narrow);
	assert.match(footer(mounted), /^ e edit {2}R reread /);
	await mounted.press('4');
	assert.match(footer(mounted), /^ e edit {2}R reread /);
	await mounted.press('1/');
	assert.match(mounted.frame(), /There are no migrations to search\./);
	const unfinished = [{code: 'unfinished-migration', message: 'auth.0001_initial did not end.'}];
	mounted.dashboard.showStatus(tutorialStatus({problems: unfinished}));
	await mounted.press('\u001B');
	assert.match(footer(mounted), /^ M migrate /);
});

test('a key of other panes says where it works', async t => {
	const {press, frame, dashboard} = await mountDashboard(t, tutorialStatus());
	await press('2B');
	assert.match(frame(), / B works in Migrations \(1\)\./);
	await press('3F');
	assert.match(frame(), / F works in Migrations \(1\)\./);
	await press('2n');
	assert.match(frame(), / n works in Migrations \(1\), Server log \(3\) and Activity \(4\)\./);
	await press('1f');
	assert.match(frame(), / f works in Server log \(3\)\./);
	assert.equal(dashboard.session.view.snapshot().dialogs.length, 0);
});
