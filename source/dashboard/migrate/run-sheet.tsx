import {useSheetWidth, useWindow} from '../components/contexts.ts';
import {Sheet} from '../components/sheet.tsx';
import {useClock} from '../components/use-clock.ts';
import {closeHint, keyHint} from '../drawing/key-hints.ts';
import {paint} from '../drawing/theme.ts';
import {deskKeys, deskRows} from './failure-desk-rows.tsx';
import {paceHints} from './run/pace-keys.ts';
import {factRows} from './run/run-facts.ts';
import {barRows, type RunRows, runRows, runTitle} from './run/run-rows.ts';
import type {RunDialog} from './run-dialog.ts';

/** Below this height of the window what is above scrolls with the rest. */
const leastRows = 18;

export function RunSheet({dialog}: {dialog: RunDialog}) {
	const {shown, phase, progress, desk, follows} = dialog;
	const {columns, inside} = useSheetWidth(110);
	const isLow = useWindow().rows < leastRows;
	const {timeLeft, record} = dialog;
	useClock(timeLeft === undefined ? undefined : 1000);
	const facts = record ? [...factRows(record, inside), ''] : [];
	const above = [...facts, ...barRows(progress, inside, timeLeft)];
	const {rows, inSight} = rowsOf(dialog, inside);
	const first = isLow ? above.length : 0;
	return (
		<Sheet
			title={runTitle(shown, phase, progress)}
			columns={columns}
			meaning={desk && 'error'}
			above={!isLow && above}
			below={desk && deskKeys(desk, inside)}
			hints={desk ? [] : hintsOf(dialog)}
			inSight={follows ? inSight.map(row => row + first) : []}
		>
			{isLow && above}
			{rows}
		</Sheet>
	);
}

/** What it does, and below it how it failed. */
function rowsOf({phase, progress, desk}: RunDialog, inside: number): RunRows {
	const {rows, inSight} = runRows(progress, inside);
	if (phase === 'done') return {rows: orNothing(rows), inSight: [rows.length - 1]};
	if (!desk) return {rows: orNothing(rows), inSight};
	const failure = deskRows(desk, inside);
	const before = rows.length > 0 ? [...rows, ''] : [];
	const all = [...before, ...failure.rows];
	return {rows: all, inSight: [...inSight, all.length - 1, before.length + failure.main]};
}

function orNothing(rows: string[]): string[] {
	return rows.length > 0 ? rows : [paint('quiet', 'Nothing was reported.')];
}

function hintsOf(dialog: RunDialog): string[] {
	if (dialog.phase !== 'running') return [closeHint()];
	const {progress, session, follows, blocker} = dialog;
	const unit = progress.backfill ? 'batch' : 'migration';
	const isWaiting = progress.stepWaiting !== undefined;
	if (dialog.isInterrupted && !isWaiting) return [paint('warning', `It stops after this ${unit}.`)];
	const when = isWaiting ? 'cancel' : `cancel after this ${unit}`;
	return [
		...paceHints(progress.backfill, session),
		...(dialog.shown.started ? [keyHint('^C', when)] : []),
		...(blocker ? [keyHint('x', 'end that session')] : []),
		...(follows ? [] : [keyHint('f', 'follow')]),
		keyHint('Esc', 'close, the run continues'),
	];
}
