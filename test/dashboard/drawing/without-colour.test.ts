import assert from 'node:assert/strict';
import test from 'node:test';
import {edgesOf} from '../../../source/dashboard/drawing/border.ts';
import {chooseLook, glyphs} from '../../../source/dashboard/drawing/theme.ts';
import {rowsOfLine} from '../../../source/dashboard/log/line-rows.ts';
import {RunProgress, type Step} from '../../../source/dashboard/migrate/run/run-progress.ts';
import {runRows} from '../../../source/dashboard/migrate/run/run-rows.ts';
import {appText, migrationText} from '../../../source/dashboard/migration-tree/row-texts.ts';
import {activityRow} from '../../../source/dashboard/panes/activity-row.ts';
import {activityText} from '../../../source/dashboard/panes/activity-text.ts';
import {drawHeader} from '../../../source/dashboard/panes/header.ts';
import {meanings, stateText} from '../../../source/dashboard/panes/server-text.ts';
import type {Activity} from '../../../source/dashboard/state/activity-list.ts';
import {freshView} from '../../../source/dashboard/state/state.ts';
import type {MigrationStatus, ServerState} from '../../../source/runs/project-status.ts';
import {type Meaning, ourTheme} from '../../../source/terminal/colours.ts';
import {tutorialStatus} from '../../support/dashboard.ts';

const run = (exitCode?: number): Activity => ({
	...{run: 'a', command: 'check', operator: 'ann', host: 'web-1', since: '2026-03-02T10:00:00Z'},
	end: exitCode === undefined ? undefined : {exitCode, milliseconds: 5, summary: 'x'},
});
const migration = (part: Partial<MigrationStatus>) =>
	migrationText(
		{name: '0001_initial', applied: null, warnings: [], ...part},
		{apps: 5, counts: 9, migrations: 12},
		60,
	);
const hazard = {code: 'DL002', message: 'Drops it.'};
const header = (environment: 'production' | 'development') =>
	drawHeader(
		{status: tutorialStatus({environment})},
		{operator: 'ann', host: 'a', folder: 'x'},
		{columns: 80, kind: 'stacked'},
	).join();
const pane = (focus: 'activity' | 'log', search = '') => {
	const view = {...freshView(), focus, activity: {search, onlyFailed: false}};
	return activityText([run(0)], view, {columns: 80, rows: 4}).rows.join();
};
const step = (state: Step['state']) => {
	const progress = new RunProgress();
	progress.steps.set('auth.0001_initial', {state});
	return runRows(progress, 60).rows[0]!;
};
const log = (search: string) =>
	rowsOfLine('a needle', '', false, {...freshView().log, search}, 40).join();

/** Texts that nothing but the state makes different. */
const states: Record<string, () => string[]> = {
	runs: () => [run(), run(0), run(1)].map(one => activityRow(one, 60)),
	migrations: () =>
		[
			{},
			{applied: '2026-03-02T10:00:00Z'},
			{applied: '2026-03-02T10:00:00Z', edited: true},
			{applied: '2026-03-02T10:00:00Z', missingFile: true},
			{warnings: [hazard]},
			{warnings: [hazard], losesData: true},
		].map(migration),
	apps: () =>
		[true, false].map(isFolded =>
			appText(tutorialStatus().apps[0]!, isFolded, false, {apps: 9, counts: 9, migrations: 9}, 60),
		),
	'steps of a migrate': () => (['waiting', 'running', 'done', 'failed'] as const).map(step),
	'the server': () => (Object.keys(meanings) as ServerState[]).map(state => stateText({state})),
	marks: () => {
		const {applied, unapplied, failed, changed, running} = glyphs;
		return [applied, unapplied, failed, changed, running];
	},
};

/** For each meaning, what has it, and the same without it. */
const told: Partial<Record<Meaning, () => [string, string]>> = {
	applied: () => [activityRow(run(0), 60), activityRow(run(), 60)],
	success: () => [step('done'), step('waiting')],
	warning: () => [migration({warnings: [hazard]}), migration({})],
	error: () => [activityRow(run(1), 60), activityRow(run(0), 60)],
	production: () => [header('production'), header('development')],
	focus: () => [
		edgesOf(9, {title: 'x', focused: true}).upper,
		edgesOf(9, {title: 'x', focused: false}).upper,
	],
	selected: () => [pane('activity'), pane('log')],
	match: () => [log('needle'), log('')],
	currentMatch: () => [pane('activity', 'check'), pane('log', 'check')],
};

/** They stress what the text says itself: a key, SQL, the status of a request, the signs of a difference. */
const stressing: Meaning[] = [
	...(['heading', 'strong', 'quiet', 'failure', 'key', 'redirect'] as const),
	...(['added', 'removed', 'keyword', 'literal'] as const),
];

test('every meaning is told without its colour, or stresses what the text says', () => {
	const known = [...Object.keys(told), ...stressing];
	assert.deepEqual(known.toSorted(), Object.keys(ourTheme).toSorted());
});

for (const unicode of [true, false]) {
	test(`states are told apart without colours, ${unicode ? 'in Unicode' : 'in ASCII'}`, t => {
		chooseLook({colour: false, unicode});
		t.after(() => chooseLook({colour: false, unicode: true}));
		for (const [name, texts] of Object.entries(states))
			assert.equal(new Set(texts()).size, texts().length, `${name}:\n${texts().join('\n')}`);
		for (const [meaning, pair] of Object.entries(told)) assert.notEqual(...pair(), meaning);
	});
}
