import assert from 'node:assert/strict';
import test from 'node:test';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';
import {freshView} from '../../../source/dashboard/state/state.ts';
import type {ProjectStatus} from '../../../source/runs/project-status.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {drawMigrations} from '../../support/drawn-panes.tsx';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

const size = {columns: 60, rows: 14};
/** As a terminal shows them. */
const trimmed = (rows: string[]) => rows.map(row => row.trimEnd());
plainLookForAll();

test('the migrations pane has Django’s sentence, the key and the tree', () => {
	const rows = trimmed(
		drawMigrations({status: tutorialStatus()}, freshView(), {columns: 60, rows: 18}),
	);
	const text = rows.map(row => row.slice(2, -2).trim()).join(' ');
	assert.match(text, /You have 3 unapplied migration\(s\)\. M applies them {3}quarterdeck migrate/);
	assert.match(text, /○ 0002_permissions\s+unapplied/);
	assert.match(text, /~ changes not in a migration: m make one Create entity Profile/);
	assert.ok(rows.every(row => row.length === 60));
});

test('sixty apps leave room for their tree under the sentence', () => {
	const apps = Array.from({length: 60}, (_, index) => ({
		label: `application${index}`,
		migrations: [{name: '0001_initial', applied: null, warnings: []}],
		unmadeChanges: [],
	}));
	const status = tutorialStatus({apps, unapplied: 60});
	const rows = trimmed(drawMigrations({status}, freshView(), {columns: 56, rows: 21}));
	assert.ok(rows.filter(row => row.includes('0001_initial')).length >= 6, rows.join('\n'));
});

test('the migrations pane keeps the selected row in sight', () => {
	const view = {...freshView(), selected: 'accounts'};
	const rows = trimmed(
		drawMigrations({status: tutorialStatus({unapplied: 0})}, view, {columns: 60, rows: 5}),
	);
	assert.match(rows.join('\n'), /›▾ accounts/);
});

test('a problem takes the place of the tree if there is none, and stands above it otherwise', () => {
	const problem = {
		code: 'import-failed',
		message: 'accounts/entities.ts:3: wrong',
		hint: 'Mend it.',
		file: 'accounts/entities.ts',
		line: 3,
		hinders: 'everything' as const,
	};
	const textOf = (status: Partial<ProjectStatus>, rows = 12) =>
		drawMigrations({status: tutorialStatus(status)}, freshView(), {...size, rows}).join('\n');
	const alone = textOf({problems: [problem], apps: []});
	assert.match(alone, /accounts\/entities\.ts:3: wrong/);
	assert.match(alone, /Mend it\./);
	const above = textOf({problems: [problem]});
	assert.match(above, /accounts\/entities\.ts:3: wrong[\s\S]*Mend it\.[\s\S]*0001_initial/);
	const many = Array(9).fill({...problem, message: 'It is wrong.'});
	assert.match(textOf({problems: many}), /It is wrong\.[\s\S]*0001_initial/, 'the tree has room');
});

test('names from outside cannot draw on the screen', () => {
	const status = tutorialStatus();
	status.apps[0]!.migrations[0]!.name = '0001_\u001B[2J\u001B]0;x\u0007evil';
	const text = drawMigrations({status}, freshView(), size).join('\n');
	assert.doesNotMatch(text, /\u001B/);
});

test('the bar of the selected row is even', t => {
	chooseLook({colour: true, unicode: true});
	t.after(() => chooseLook({colour: false, unicode: true}));
	const rows = drawMigrations({status: tutorialStatus()}, freshView(), {
		columns: 60,
		rows: 18,
	});
	const row = rows.find(text => text.includes('\u001B[7m'))!;
	assert.match(row, /\u001B\[7m›▾ auth +2 unapplied *\u001B\[27m/);
});
