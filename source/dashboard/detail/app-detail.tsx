import type {HistoryEntry} from '../../runs/journal.ts';
import type {AppDrift, AppStatus, ProjectStatus} from '../../runs/project-status.ts';
import {capital} from '../../words/capital.ts';
import {useStore} from '../components/contexts.ts';
import type {PanePlace} from '../components/pane.tsx';
import {insideOf} from '../drawing/border.ts';
import {paragraph} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import {countsOf, toDo} from '../migration-tree/row-texts.ts';
import type {Session} from '../state/session.ts';
import {appliedText} from './applied-by.ts';
import {DetailFrame} from './detail-frame.tsx';

interface Props {
	session: Session;
	place: PanePlace;
	status: ProjectStatus;
	app: AppStatus;
	readOnly: boolean;
}

/** How far it is, and what there is to do, each with the key for it. */
export function AppDetail({session, place, status, app, readOnly}: Props) {
	const {history} = useStore(session.history);
	const {columns} = insideOf(place);
	const drift = (status.drift ?? []).filter(({app: label}) => label === app.label);
	const parts = [
		[countsOf(app, status.incomplete), ...lastRows(app, history, columns)],
		conflictRows(app, columns, readOnly),
		unappliedRows(app, readOnly),
		changesRows(app, columns, readOnly),
		driftRows(drift, columns),
	].filter(rows => rows.length > 0);
	return (
		<DetailFrame place={place} title={app.label} opens={false}>
			{parts.flatMap((rows, index) => (index > 0 ? ['', ...rows] : rows))}
		</DetailFrame>
	);
}

/** The last one that is applied. */
function lastRows({migrations}: AppStatus, history: HistoryEntry[], inside: number): string[] {
	const last = migrations.findLast(({applied}) => applied !== null);
	if (!last) return [];
	return ['', ...paragraph(`${last.name} ${appliedText(history, last.applied!)}`, inside, 'quiet')];
}

function conflictRows({conflict}: AppStatus, inside: number, readOnly: boolean): string[] {
	if (!conflict) return [];
	const text = `${capital(toDo.leaves)}: ${conflict.join(', ')}.`;
	return [...paragraph(text, inside, 'error'), ...hint('makemigrations', 'merge them', readOnly)];
}

function unappliedRows({migrations}: AppStatus, readOnly: boolean): string[] {
	const isWaiting = migrations.some(({applied}) => applied === null);
	return isWaiting ? hint('migrate', 'apply all unapplied migrations', readOnly) : [];
}

/** If a file is missing, its changes must not be made again. */
function changesRows(
	{unmadeChanges, notCompared, migrations}: AppStatus,
	inside: number,
	readOnly: boolean,
): string[] {
	const unknown = notCompared
		? paragraph(`${capital(toDo.notCompared)}: ${notCompared}.`, inside, 'warning')
		: [];
	if (unmadeChanges.length === 0) return unknown;
	const changes = unmadeChanges.flatMap(text => paragraph(`  ${text}`, inside));
	const isMissing = migrations.some(({missingFile}) => missingFile);
	const next = isMissing
		? paragraph('Restore the missing file first.', inside, 'quiet')
		: hint('makemigrations', 'make a migration', readOnly);
	const heading = `${glyphs.changed} ${capital(toDo.changes)}:`;
	return [...unknown, ...paragraph(heading, inside, 'warning'), ...changes, ...next];
}

function driftRows(drift: AppDrift[], inside: number): string[] {
	if (drift.length === 0) return [];
	const heading = `${glyphs.changed} The ${toDo.differs}:`;
	return [
		...paragraph(heading, inside, 'warning'),
		...drift.flatMap(({text}) => paragraph(`  ${text}`, inside)),
	];
}

function hint(action: string, does: string, readOnly: boolean): string[] {
	return readOnly ? [] : [paint('quiet', '  ') + keyHint(keyOf(action), does)];
}
