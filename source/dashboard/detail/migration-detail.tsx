import path from 'node:path';
import type {HistoryEntry} from '../../runs/journal.ts';
import type {MigrationStatus} from '../../runs/project-status.ts';
import {filledInWords} from '../../words/progress.ts';
import {useStore} from '../components/contexts.ts';
import type {PanePlace} from '../components/pane.tsx';
import {insideOf} from '../drawing/border.ts';
import {paragraph} from '../drawing/foreign-text.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {hazardRows} from '../migration-tree/hazard-rows.ts';
import type {Preview} from '../sql/preview.ts';
import type {Previews} from '../sql/previews.ts';
import type {Session} from '../state/session.ts';
import {appliedText} from './applied-by.ts';
import {DetailFrame, factRows} from './detail-frame.tsx';
import {usePreview} from './use-preview.ts';

interface Props {
	session: Session;
	previews: Previews;
	place: PanePlace;
	/** `accounts.0001_initial` */
	id: string;
	migration: MigrationStatus;
}

/** Fewer rows below the SQL up are not worth the SQL down. */
const leastRows = 4;

/** Its state, what could go wrong, where it is, and its SQL. */
export function MigrationDetail({session, previews, place, id, migration}: Props) {
	const {history} = useStore(session.history);
	const {columns, rows: room} = insideOf(place);
	const up = usePreview(previews, id);
	const above = [
		...stateRows(migration, history, columns),
		...hazardRows(migration, columns),
		'',
		...factsOf(migration, session.root, up, columns),
		...sqlRows('SQL up', up, columns),
	];
	const hasSql = up !== undefined && !up.isFailure && !up.isSource;
	const hasRoom = hasSql && above.length + leastRows <= room;
	const down = usePreview(previews, hasRoom ? id : undefined, true);
	const below = hasRoom && down ? sqlRows('SQL down', down, columns) : [];
	return (
		<DetailFrame place={place} title={id}>
			{[...above, ...below]}
		</DetailFrame>
	);
}

function stateRows(
	{applied, missingFile, edited, backfill}: MigrationStatus,
	history: HistoryEntry[],
	inside: number,
): string[] {
	if (applied === null) {
		const filled = backfill?.filled;
		const text = filled ? `, ${filledInWords(filled, backfill.total)} filled` : '';
		return [`${glyphs.unapplied} ${paint('strong', 'unapplied')}${text}`];
	}
	return [
		...paragraph(`${glyphs.applied} ${appliedText(history, applied)}`, inside, 'applied'),
		...(missingFile ? paragraph(missingText, inside, 'error') : []),
		...(edited && !missingFile ? paragraph(editedText, inside, 'warning') : []),
	];
}

const missingText = 'Its file is missing. Restore it.';
const editedText = 'Its file was edited since.';

function factsOf(
	{path: file}: MigrationStatus,
	root: string,
	{dependencies = []}: Partial<Preview> = {},
	inside: number,
): string[] {
	return [
		...(file ? factRows('file', path.relative(root, file), inside) : []),
		...(dependencies.length > 0 ? factRows('depends on', dependencies.join(', '), inside) : []),
	];
}

function sqlRows(title: string, preview: Preview | undefined, inside: number): string[] {
	if (!preview) return [];
	const notes = preview.notes.flatMap(text => paragraph(text, inside, 'quiet'));
	const sql = preview.text === '' ? [] : preview.shown.rows(inside);
	if (preview.isFailure) return ['', ...notes];
	return ['', paint('quiet', preview.isSource ? 'Source' : title), ...notes, ...sql];
}
