import {useSheetWidth} from '../components/contexts.ts';
import {MessageSheet} from '../components/message-sheet.tsx';
import {Sheet} from '../components/sheet.tsx';
import {consentRows} from '../dialogs/consent-rows.tsx';
import {databaseText, safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import {losesData} from './plan.ts';
import type {MigrateDialog} from './plan-dialog.ts';
import {planRows, planSummary, warningRows} from './plan-rows.ts';

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
	return (
		<Sheet
			title={`${titleOf(dialog)}: ${planSummary(plan)}, ${place}`}
			columns={columns}
			meaning={dialog.field && 'error'}
			below={['', ...consentRows(dialog.consent!, inside, hintsOf(dialog), reasonsOf(dialog))]}
		>
			{written.map(file => paint('applied', `Written: ${safe(file)}`))}
			{warningRows(session.problems, session.activities.running, inside)}
			{planRows(plan, inside)}
		</Sheet>
	);
}

function titleOf({words}: MigrateDialog): string {
	return ['Migrate', ...words].join(' ');
}

/** Besides the key that runs it. */
function hintsOf({canSplit, canRehearse}: MigrateDialog): string[] {
	return [
		...(canSplit ? [keyHint('w', 'write the safer way')] : []),
		...(canRehearse ? [keyHint('r', 'rehearse')] : []),
		...[keyHint('Esc', 'cancel'), keyHint('j k PgDn', 'scroll')],
	];
}

/** Why the name of the database has to be typed. */
function reasonsOf({plan, session}: MigrateDialog): string[] {
	return [
		...(losesData(plan) ? ['Data will be lost.'] : []),
		...(session.isProduction ? ['This is PRODUCTION.'] : []),
	];
}
