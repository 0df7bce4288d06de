import {isFailure, type ProjectStatus} from '../../runs/project-status.ts';
import {type Border, insideOf, type PaneText, scrolledTo} from '../drawing/border.ts';
import {fit} from '../drawing/cells.ts';
import {type PaneSize, paneTitles, type Size} from '../drawing/layout.ts';
import {glyphs, paint, paintSelected} from '../drawing/theme.ts';
import {migrationRows} from '../migration-tree/rows.ts';
import {hidesTree} from '../state/blocking-problems.ts';
import type {StatusState, ViewState} from '../state/state.ts';
import {problemNotice, problemRows} from './problem.ts';
import {noticeRows} from './to-do.ts';

/** @param before the first visible row of the tree until now */
export function migrationsText(
	state: StatusState,
	view: ViewState,
	size: PaneSize,
	before = 0,
): PaneText & {top: number} {
	const {rows, bottom, top = before} = content(state, view, insideOf(size), before);
	const {apps = []} = state.status ?? {};
	const problems = (state.status?.problems ?? []).filter(isFailure);
	const isWell = apps.length > 0 && problems.length === 0;
	const border: Border = {
		title: paneTitles.migrations,
		right: isWell ? summary(state.status!) : undefined,
		bottom,
		focused: view.focus === 'migrations',
		meaning: problems.length > 0 ? 'error' : undefined,
	};
	return {rows, border, top};
}

function summary({unapplied, apps, drift = []}: ProjectStatus): string {
	if (unapplied > 0) return `${unapplied} unapplied`;
	const hasChanges = apps.some(({unmadeChanges}) => unmadeChanges.length > 0);
	if (hasChanges) return paint('warning', `${glyphs.changed} changes`);
	return drift.length > 0
		? paint('warning', `${glyphs.changed} database differs`)
		: paint('applied', `${glyphs.applied} up to date`);
}

function content(
	state: StatusState,
	view: ViewState,
	size: Size,
	before: number,
): {rows: string[]; bottom?: string; top?: number} {
	const {status, keptAt} = state;
	if (!status) return {rows: ['', paint('quiet', `Reading the project ${glyphs.ellipsis}`)]};
	if (hidesTree(status) && !keptAt) {
		return {rows: problemRows(state, size, view.readOnly), bottom: 'watching for changes'};
	}
	const {problems} = status;
	const problem = keptAt
		? []
		: problemNotice(problems, status.root, size, migrationRows(status, view.folding).length);
	const notice = problem.length > 0 ? problem : noticeRows(status, size, view.readOnly);
	const rows = Math.max(1, size.rows - notice.length);
	const tree = treeRows(status, view, {...size, rows}, before);
	return {...tree, rows: [...notice, ...tree.rows]};
}

function treeRows(
	status: ProjectStatus,
	view: ViewState,
	{columns, rows: visible}: Size,
	before: number,
): {rows: string[]; bottom?: string; top: number} {
	const tree = migrationRows(status, view.folding);
	const found = tree.findIndex(({id}) => id !== '' && id === view.selected);
	const index = Math.max(0, found);
	const top = scrolledTo(index, before, visible, tree.length);
	const rows = tree.slice(top, top + visible).map((row, offset) => {
		const chosen = view.focus === 'migrations' && top + offset === index;
		const text = (chosen ? glyphs.selected : ' ') + row.text(columns - 1, view.readOnly);
		return chosen ? paintSelected(fit(text, columns)) : text;
	});
	const bottom =
		tree.length > visible
			? `rows ${top + 1}-${Math.min(tree.length, top + visible)} of ${tree.length}`
			: undefined;
	return {rows, bottom, top};
}
