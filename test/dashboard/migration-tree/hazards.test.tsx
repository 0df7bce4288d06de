import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {widthOf} from '../../../source/dashboard/drawing/cells.ts';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';
import {migrationRows, unfolded} from '../../../source/dashboard/migration-tree/rows.ts';
import type {MigrationStatus, ProjectStatus} from '../../../source/runs/project-status.ts';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

const warnings = [
	{
		...{code: 'DL001', message: 'Drops the table auth_user. 2 row(s) would be lost.'},
		safer: 'Keep a copy.',
		losesData: true as const,
	},
];

/** The tutorial with a file for the migration that has hazards. */
function project(t: TestContext) {
	const root = standInProject(t);
	const file = path.join(root, '0002_permissions.ts');
	writeFileSync(file, '');
	return {root, file};
}

/** The tutorial, of which a migration has hazards. */
function withHazards(
	hazards: Partial<MigrationStatus>,
	part: Partial<ProjectStatus> = {},
): ProjectStatus {
	const status = tutorialStatus(part);
	Object.assign(status.apps[0]!.migrations[1]!, hazards);
	return status;
}

test('a data loss is marked at the migration and its folded app, and Enter names it', async t => {
	const {root, file} = project(t);
	const status = withHazards({warnings, losesData: true, path: file}, {root});
	const {press, frame, shows} = await mountDashboard(t, status, {root, columns: 99});
	assert.match(frame(), /▾ auth +2 unapplied {2,}┃/);
	assert.match(frame(), /0002_permissions {2}unapplied {2}!! /);
	await press('jj\r');
	await shows('create table');
	assert.match(frame(), /!! Drops the table auth_user\. 2 row\(s\) would be lost/);
	await press('\t');
	assert.doesNotMatch(frame(), /!! Drops/);
	await press('\u001B', '\u001B[D');
	await shows(/▸ auth +2 unapplied {2}!! /);
});

test('an open dialog shows hazards that are found meanwhile', async t => {
	const {root, file} = project(t);
	const status = withHazards({path: file}, {root});
	const {dashboard, press, frame, shows} = await mountDashboard(t, status, {root});
	await press('jj\r');
	await shows('create table');
	assert.doesNotMatch(frame(), /Drops the table/);
	dashboard.showStatus(withHazards({warnings, losesData: true, path: file}, {root}));
	await shows('!! Drops the table auth_user');
});

test('known hazards stay until the next check', async t => {
	const known = withHazards({warnings, losesData: true});
	const {dashboard, frame, press, shows, hides} = await mountDashboard(t, known);
	dashboard.showStatus(tutorialStatus({incomplete: true, project: 'other'}));
	await shows('Quarterdeck  other');
	assert.match(frame(), /0002_permissions {2}unapplied {2}!! /);
	dashboard.showStatus(withHazards({warnings}));
	await shows(/0002_permissions {2}unapplied {2}! /);
	await press('\u001B[D');
	await shows(/▸ auth +2 unapplied {2}! /);
	dashboard.showStatus(withHazards({applied: '2026-03-02T10:00:00Z'}, {incomplete: true}));
	await hides('! ');
});

test('marks are visible at every width', () => {
	chooseLook({colour: false, unicode: true});
	const status = withHazards({name: '0002_drop_the_permissions_of_all', warnings, losesData: true});
	status.apps[0]!.migrations[0]!.applied = '2026-03-02T10:00:00Z';
	status.apps[0]!.unmadeChanges = ['Create entity Profile'];
	for (let columns = 29; columns < 70; columns++) {
		const [folded, open] = [new Map([['auth', 'folded'] as const]), unfolded].map(folding =>
			migrationRows(status, folding)
				.map(({text}) => text(columns))
				.find(text => text.includes('!!')),
		);
		const seen = open!.trimEnd();
		assert.ok(widthOf(seen) <= columns, `${columns}: ${seen}`);
		const state = columns < 31 ? '!!' : 'unapplied {2}!!';
		const name = columns < 51 ? '0002_drop_t.*…' : '0002_drop_the_permissions_of_all';
		assert.match(seen, new RegExp(`○ ${name} {2}${state}$`));
		assert.ok(folded!.indexOf('!!') + 2 <= columns, `${columns}: ${folded}`);
	}
});
