import {warningText} from '../../runs/event-texts.ts';
import type {MigrationStatus} from '../../runs/project-status.ts';
import type {Meaning} from '../../terminal/colours.ts';
import {useSheetWidth, useStore, useWindow} from '../components/contexts.ts';
import {Sheet} from '../components/sheet.tsx';
import {fit, wrap} from '../drawing/cells.ts';
import {paragraph, safe} from '../drawing/foreign-text.ts';
import {closeHint, keyHint} from '../drawing/key-hints.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import type {Preview} from '../sql/preview.ts';
import {type MigrationDialog, tabs} from './migration-dialog.ts';

const keptNote = 'The file is missing. Its content when it was applied:';
/** Lines of a difference by their start; headings come before the lines they resemble. */
const meanings: [start: string, meaning: Meaning][] = [
	['--- ', 'strong'],
	['+++ ', 'strong'],
	['-', 'removed'],
	['+', 'added'],
	['…', 'quiet'],
];

export function MigrationView({dialog}: {dialog: MigrationDialog}) {
	const {columns, inside} = useSheetWidth(110);
	const {rows} = useWindow();
	useStore(dialog.previews);
	const edit = dialog.file ? [keyHint(keyOf('edit'), 'edit')] : [];
	return (
		<Sheet
			title={safe(dialog.id)}
			columns={columns}
			hints={[keyHint('Tab', 'next'), ...edit, keyHint(keyOf('copy'), 'copy'), closeHint()]}
		>
			{tabBar(dialog)}
			{''}
			{noteRows(dialog, inside, rows - 12)}
			{dialog.preview?.text ? sqlRows(dialog.preview, inside) : textRows(dialog, inside)}
		</Sheet>
	);
}

function tabBar({tab}: MigrationDialog): string {
	return tabs
		.map(name => (name === tab ? paint('focus', `[${name}]`) : paint('quiet', ` ${name} `)))
		.join(' ');
}

/** Hazards, if the SQL leaves room for them; or that the text is a copy. */
function noteRows(
	{tab, showsCopy, migration}: MigrationDialog,
	inside: number,
	room: number,
): string[] {
	if (showsCopy) return [...paragraph(keptNote, inside, 'error'), ''];
	const count = migration?.warnings.length ?? 0;
	if (tab !== 'SQL up' || count === 0 || count > room) return [];
	return [...hazardRows(migration!, inside), ''];
}

function hazardRows(migration: MigrationStatus, inside: number): string[] {
	return migration.warnings.map(warning => {
		const [mark, meaning] = warning.losesData
			? (['!!', 'error'] as const)
			: (['!', 'warning'] as const);
		return paint(meaning, fit(`${mark} ${safe(warningText(warning))}`, inside));
	});
}

function sqlRows({notes, shown}: Preview, inside: number): string[] {
	return [...notes.flatMap(note => paragraph(note, inside, 'warning')), ...shown.rows(inside)];
}

function textRows(
	{tab, text = `Reading ${glyphs.ellipsis}`}: MigrationDialog,
	inside: number,
): string[] {
	const lines = safe(text).trimEnd().split('\n');
	return lines.flatMap(line => {
		const found = meanings.find(([start]) => line.startsWith(start));
		const rows = wrap(line, inside);
		return found && tab === 'Difference' ? rows.map(row => paint(found[1], row)) : rows;
	});
}
