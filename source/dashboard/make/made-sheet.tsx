import {useSheetWidth} from '../components/contexts.ts';
import {Sheet} from '../components/sheet.tsx';
import {safe} from '../drawing/foreign-text.ts';
import {closeHint, keyHint} from '../drawing/key-hints.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import type {MakeMigrationsDialog} from './dialog.ts';
import type {MadeMigrations} from './made-migrations.ts';

interface Props {
	title: string;
	/** The preferred columns, with borders. */
	wanted: number;
	dialog: MakeMigrationsDialog;
	/** What Esc does before anything is written. */
	esc: string;
}

/** The files that are or would be written. */
export function MadeSheet({title, wanted, dialog, esc}: Props) {
	const {columns} = useSheetWidth(wanted);
	return (
		<Sheet title={title} columns={columns} hints={hintsOf(dialog, esc)}>
			{rowsOf(dialog)}
		</Sheet>
	);
}

function rowsOf({phase, made}: MakeMigrationsDialog): string[] {
	if (phase === 'comparing') return [`Comparing entities and migrations ${glyphs.ellipsis}`];
	if (phase === 'nothing') return ['No changes detected'];
	if (phase === 'writing') return [...fileRows(made), '', `Writing ${glyphs.ellipsis}`];
	return fileRows(made, phase === 'written' ? glyphs.applied : undefined);
}

function hintsOf({phase, made}: MakeMigrationsDialog, esc: string): string[] {
	if (phase === 'comparing' || phase === 'writing') return [];
	if (phase === 'nothing') return [closeHint()];
	if (phase === 'written')
		return [keyHint(keyOf('migrate'), 'migrate'), keyHint(keyOf('edit'), 'edit'), closeHint()];
	return [keyHint('y', `write ${made.files.length > 1 ? 'them' : 'it'}`), esc];
}

/** @param mark before each path */
function fileRows({files}: MadeMigrations, mark?: string): string[] {
	return files.flatMap(({app, path, operations}, index) => [
		...(index > 0 ? [''] : []),
		`Migrations for '${safe(app)}':`,
		`  ${mark ? `${paint('success', mark)} ` : ''}${paint('strong', safe(path))}`,
		...operations.map(operation => `    ${safe(operation)}`),
	]);
}
