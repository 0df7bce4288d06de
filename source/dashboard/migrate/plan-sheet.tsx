import {useLayoutEffect} from 'react';
import {useSheetWidth} from '../components/contexts.ts';
import {MessageSheet} from '../components/message-sheet.tsx';
import {Sheet} from '../components/sheet.tsx';
import {consentRows} from '../dialogs/consent-rows.tsx';
import {databaseText, safe} from '../drawing/foreign-text.ts';
import {keyHint, keyRows} from '../drawing/key-hints.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import {losesData} from './plan.ts';
import type {MigrateDialog} from './plan-dialog.ts';
import {headRows, planSummary, stepRows, warningRows} from './plan-rows.ts';

const wanted = 110;

interface Props {
	dialog: MigrateDialog;
}

export function PlanSheet({dialog}: Props) {
	switch (dialog.phase) {
		case 'planning':
			return <BusySheet dialog={dialog} work="Making the plan" />;
		case 'splitting':
			return <BusySheet dialog={dialog} work="Writing the safer way" />;
		case 'nothing':
			return <NothingSheet dialog={dialog} />;
		case 'failed':
			return <FailedSheet dialog={dialog} />;
		default:
			return <PlannedSheet dialog={dialog} />;
	}
}

function BusySheet({dialog, work}: Props & {work: string}) {
	const {columns} = useSheetWidth(wanted);
	return (
		<Sheet title={titleOf(dialog)} columns={columns}>
			{`${work} ${glyphs.ellipsis}`}
		</Sheet>
	);
}

function NothingSheet({dialog}: Props) {
	const [app, target] = dialog.words.filter(word => !word.startsWith('-'));
	const message =
		target === undefined
			? 'No migrations to apply.'
			: `${app} is already at ${target}: nothing to apply or unapply.`;
	return <MessageSheet title={titleOf(dialog)} wanted={60} message={message} />;
}

function FailedSheet({dialog}: Props) {
	const {message, hint} = dialog.failure!;
	const merge = dialog.isConflict ? [keyHint(keyOf('makemigrations'), 'merge')] : [];
	const keys = [...merge, keyHint('r', 'plan again')];
	return (
		<MessageSheet
			title={titleOf(dialog)}
			wanted={wanted}
			meaning="error"
			message={message}
			hint={hint}
			keys={keys}
		/>
	);
}

function PlannedSheet({dialog}: Props) {
	const {columns, inside} = useSheetWidth(wanted);
	const {plan, session, written} = dialog;
	const place = databaseText(session.project!.database);
	const head = [
		...written.map(file => paint('applied', `Written: ${safe(file)}`)),
		...warningRows(session.problems, session.activities.running, inside),
		...headRows(plan, inside),
	];
	const steps = plan.steps.map(step => stepRows(step, plan, inside));
	useLayoutEffect(() => {
		dialog.firstRows = firstRowsOf(head, ...steps);
	});
	const hints = hintsOf(dialog, inside);
	return (
		<Sheet
			title={`${titleOf(dialog)}: ${planSummary(plan)}, ${place}`}
			columns={columns}
			meaning={dialog.field && 'error'}
			below={['', ...consentRows(dialog.consent!, inside, hints, reasonsOf(dialog))]}
		>
			{head}
			{steps}
		</Sheet>
	);
}

function titleOf({words}: MigrateDialog): string {
	return ['Migrate', ...words].join(' ');
}

/** Besides the key that runs it. What is edited is named where there is room, in no row of its own. */
function hintsOf(
	{canSplit, canRehearse, file, stepInSight}: MigrateDialog,
	inside: number,
): string[] {
	const withEdit = (label?: string) => [
		...(canSplit ? [keyHint('w', 'write the safer way')] : []),
		...(canRehearse ? [keyHint('r', 'rehearse')] : []),
		...(label ? [keyHint(keyOf('edit'), label)] : []),
		...[keyHint('Esc', 'cancel'), keyHint('j k PgDn', 'scroll')],
	];
	const rows = (hints: string[]) => keyRows([keyHint('y', 'run it'), ...hints], inside).length;
	const least = withEdit();
	if (!file) return least;
	const edits = [`edit ${safe(stepInSight!.migration)}`, 'edit'].map(withEdit);
	return edits.find(hints => rows(hints) === rows(least)) ?? least;
}

/** Why the name of the database has to be typed. */
function reasonsOf({plan, session}: MigrateDialog): string[] {
	return [
		...(losesData(plan) ? ['Data will be lost.'] : []),
		...(session.isProduction ? ['This is PRODUCTION.'] : []),
	];
}

/** Below the head. */
function firstRowsOf(...parts: string[][]): number[] {
	let row = 0;
	return parts
		.map(({length}) => {
			row += length;
			return row;
		})
		.slice(0, -1);
}
