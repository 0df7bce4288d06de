import {hasOpenQuote} from '../commands/command-words.ts';
import {useSheetWidth, useWindow} from '../components/contexts.ts';
import {Field} from '../components/field.tsx';
import {Sheet} from '../components/sheet.tsx';
import {fit} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {glyphs, paint, paintSelected} from '../drawing/theme.ts';
import type {PaletteDialog} from './palette.ts';
import type {Entry} from './palette-entries.ts';

export function PaletteView({dialog}: {dialog: PaletteDialog}) {
	const {columns, inside} = useSheetWidth(96);
	const {rows} = useWindow();
	const {field, found, chosen} = dialog;
	return (
		<Sheet
			title="Commands"
			columns={columns}
			above={[<Field key="line" field={field!} before=": " columns={inside - 2} />, '']}
			below={['', whatEnterDoes(dialog, found)]}
			bottom=""
			most={Math.max(1, Math.min(16, rows - 8))}
			inSight={[chosen]}
		>
			{found.map((entry, index) => entryRow(entry, index === chosen, inside))}
		</Sheet>
	);
}

function whatEnterDoes(dialog: PaletteDialog, found: Entry[]): string {
	if (hasOpenQuote(dialog.field!.value)) return paint('warning', 'A quote is not closed.');
	return dialog.runsLine(found)
		? keyHint('Enter', `runs  quarterdeck ${safe(dialog.line.join(' '))}`)
		: paint('quiet', 'Enter runs it, Tab completes it, Esc closes');
}

function entryRow({key, label, command}: Entry, isChosen: boolean, inside: number): string {
	const mark = isChosen ? glyphs.selected : ' ';
	const room = Math.max(12, Math.floor((inside - 10) * 0.58));
	const keyed = paint('key', fit(key, 6));
	const line = command ? paint('quiet', `quarterdeck ${safe(command)}`) : '';
	const row = fit(`${mark} ${keyed} ${fit(safe(label), room)}  ${line}`, inside);
	return isChosen ? paintSelected(row) : row;
}
