import assert from 'node:assert/strict';
import test from 'node:test';
import stringWidth from 'string-width';
import {measureWith, widthOf} from '../../../source/dashboard/drawing/cells.ts';
import {
	type Folding,
	migrationRows,
	unfolded,
} from '../../../source/dashboard/migration-tree/rows.ts';
import type {AppStatus} from '../../../source/runs/project-status.ts';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

plainLookForAll();
test.beforeEach(() => measureWith(stringWidth));

const applied = '2026-03-02T10:00:00Z';
const names = {
	long: 'the_application_with_a_name_of_fifty_one_letters_ok',
	chinese: '数据库迁移应用程序的名字很长',
	emoji: '🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀',
};

function app(label: string, part: Partial<AppStatus> = {}): AppStatus {
	return {
		label,
		migrations: [
			{name: `0001_${label}`, applied, warnings: []},
			{name: `0002_${label}`, applied: null, warnings: []},
			{
				name: `0003_${label}`,
				applied: null,
				warnings: [{code: 'DL002', message: 'Drops it.'}],
				losesData: true,
			},
			{name: `0004_${label}`, applied, missingFile: true, warnings: []},
		],
		unmadeChanges: [],
		...part,
	};
}

function texts(apps: AppStatus[], columns: number, folding: Folding = unfolded): string[] {
	return migrationRows({apps}, folding).map(({text}) => text(columns).trimEnd());
}

// What the pane has for them at 120x40, 80x24, 60x18, 40x12 and 30x8.
for (const columns of [51, 75, 55, 39, 29]) {
	test(`in ${columns} columns names are cut, states are not`, () => {
		for (const label of Object.values(names)) {
			const rows = texts([app(label), app('blog')], columns);
			for (const row of rows) assert.ok(widthOf(row) <= columns, `${widthOf(row)}: ${row}`);
			assert.match(rows[0]!, / 2 unapplied$/);
			assert.match(rows[1]!, / 2026-03-02$/);
			assert.match(rows[2]!, / unapplied$/);
			assert.match(rows[3]!, / !!$/);
			assert.match(rows[4]!, / (file is )?missing$/);
			assert.match(rows[5]!, /^▾ blog +(2 applied {2})?2 unapplied$/);
			assert.match(rows[6]!, /^ {2}✓ 0001_blog +2026-03-02$/);
		}
	});
}

test('enough of a long name stays, measured in cells', () => {
	for (const label of Object.values(names)) {
		const rows = texts([app(label)], 39);
		for (const row of rows.slice(0, 4)) {
			const name = row.replace(/^ *\S (.*?…).*$/, '$1');
			assert.ok(widthOf(name) >= 12, row);
			assert.ok(name.startsWith(label.slice(0, 2)) || name.startsWith('000'), row);
		}
	}
});

test('a folded app with a long name shows hazards and conflict', () => {
	const conflict = ['0003_one', '0003_two'];
	const apps = [app(names.long, {conflict, unmadeChanges: ['Create entity Post']})];
	const row = (columns: number) => texts(apps, columns, new Map([[names.long, 'folded']]))[0]!;
	assert.match(row(75), /… {2}2 applied {2}2 unapplied {2}changes {2}conflict {2}!!$/);
	assert.match(row(51), /… {2}2 unapplied {2}conflict {2}!!$/);
	assert.match(row(29), /… {2}conflict {2}!!$/);
});

test('with enough room everything is whole and aligned', () => {
	const rows = texts([app('blog'), app('a_longer_name')], 51);
	assert.equal(rows[0], '▾ blog           2 applied  2 unapplied');
	assert.equal(rows[5], '▾ a_longer_name  2 applied  2 unapplied');
	assert.equal(rows[1]!.indexOf('2026'), rows[6]!.indexOf('2026'));
});

test('changes of a missing file ask to restore it', () => {
	const unmadeChanges = ['Create entity Post'];
	const [, , , , , row] = texts([app('blog', {unmadeChanges})], 60);
	assert.equal(row, '  ~ changes not in a migration: restore the file');
	const made = app('blog', {unmadeChanges, migrations: []});
	assert.equal(texts([made], 60)[1], '  ~ changes not in a migration: m make one');
	assert.equal(texts([made], 29)[1], '  ~ changes: m make one');
});

test('of many applied migrations the last two are shown, and all that want attention', () => {
	const done = (name: string, more = {}) => ({name, applied, warnings: [], ...more});
	const names = ['0001_a', '0002_b', '0003_c', '0004_d', '0005_e'];
	const shown = (migrations: AppStatus['migrations']) =>
		texts([app('blog', {migrations})], 60, new Map()).map(row => row.trim().split(' ')[1]);
	assert.deepEqual(shown(names.map(name => done(name))), ['blog', '3', '0004_d', '0005_e']);
	assert.deepEqual(
		shown([...names.map(name => done(name)), {name: '0006_f', applied: null, warnings: []}]),
		['blog', '3', '0004_d', '0005_e', '0006_f'],
	);
	const edited = names.map((name, index) => done(name, {edited: index === 1}));
	assert.equal(shown(edited).length, 6, 'an edited one is not hidden');
});
