import type {ProjectStatus} from '../../runs/project-status.ts';
import {type Border, framed, scrolledTo, unframed} from '../drawing/border.ts';
import {fit} from '../drawing/cells.ts';
import {paneTitles, type Size} from '../drawing/layout.ts';
import {glyphs, paint, paintSelected} from '../drawing/theme.ts';
import {migrationRows} from '../migration-tree/rows.ts';
import {blockingProblems} from '../state/blocking-problems.ts';
import {selectedIndex} from '../state/selected-index.ts';
import type {Drawing, StatusState, ViewState} from '../state/state.ts';
import {noticeRows} from './notice.ts';
import {problemRows} from './problem.ts';

/** @param before the first row of the tree until now */
export function drawMigrations(
	state: StatusState,
	view: ViewState,
	size: Size,
	borderless: boolean,
	before = 0,
): Drawing {
	const inside = borderless ? size : {columns: size.columns - 4, rows: size.rows - 2};
	const {rows, bottom, top} = content(state, view, inside, before);
	const drawn = {migrationsTop: top ?? before};
	if (borderless) return {rows: unframed(rows, size), drawn};
	const {status} = state;
	const right = status?.apps.length && !status.problems.length ? summary(status) : undefined;
	const problem = (status?.problems.length ?? 0) > 0;
	const border: Border = {
		title: paneTitles.migrations,
		right,
		bottom,
		focused: view.focus === 'migrations',
		meaning: problem ? 'error' : undefined,
	};
	return {rows: framed(rows, size, border), drawn};
}

function summary({unapplied, apps, drift = []}: ProjectStatus): string {
	if (unapplied > 0) return paint('error', `${unapplied} unapplied`);
	const hasChanges = apps.some(({unmadeChanges}) => unmadeChanges.length > 0);
	if (hasChanges) return paint('warning', `${glyphs.changed} changes`);
	return drift.length > 0
		? paint('warning', `${glyphs.changed} database differs`)
		: paint('applied', `${glyphs.applied} up to date`);
}

function content(
	state: StatusState,
	view: ViewState,
	{columns, rows}: Size,
	before: number,
): {rows: string[]; bottom?: string; top?: number} {
	const {status, keptAt} = state;
	if (!status) return {rows: ['', paint('quiet', `Reading the project ${glyphs.ellipsis}`)]};
	if (blockingProblems(status).length > 0 && !keptAt) {
		return {
			rows: problemRows(state, {columns, rows}, view.readOnly),
			bottom: 'watching for changes',
		};
	}
	const notice = noticeRows(status, {columns, rows}, view.readOnly);
	const visible = Math.max(1, rows - notice.length);
	const {shown, ...more} = treeRows(status, view, columns, visible, before);
	return {rows: [...notice, ...shown], ...more};
}

/** So much of the tree as there is room for, with the selected row among it. */
function treeRows(
	status: ProjectStatus,
	view: ViewState,
	columns: number,
	visible: number,
	before: number,
): {shown: string[]; bottom?: string; top: number} {
	const tree = migrationRows(status, view.folded);
	const index = selectedIndex(tree, ({id}) => id !== '' && id === view.selected);
	const top = scrolledTo(index, before, visible, tree.length);
	const shown = tree.slice(top, top + visible).map((row, offset) => {
		const chosen = view.focus === 'migrations' && top + offset === index;
		const text = (chosen ? glyphs.selected : ' ') + row.text(columns - 1, view.readOnly);
		return chosen ? paintSelected(fit(text, columns)) : text;
	});
	const bottom =
		tree.length > visible
			? `rows ${top + 1}-${Math.min(tree.length, top + visible)} of ${tree.length}`
			: undefined;
	return {shown, bottom, top};
}
