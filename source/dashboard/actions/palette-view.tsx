import {hasOpenQuote} from '../commands/command-words.ts';
import {useSheetWidth, useWindow} from '../components/contexts.ts';
import {Field} from '../components/field.tsx';
import {Sheet} from '../components/sheet.tsx';
import {fit, widthOf} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {glyphs, paint, paintSelected} from '../drawing/theme.ts';
import type {PaletteDialog} from './palette.ts';
import type {Entry} from './palette-entries.ts';

export function PaletteView({dialog}: {dialog: PaletteDialog}) {
	const {columns, inside} = useSheetWidth(96);
	const size = useWindow();
	const {field, found, chosen} = dialog;
	const rows = entryRows(dialog, found, inside);
	return (
		<Sheet
			title="Commands"
			columns={columns}
			above={[<Field key="line" field={field!} before=": " columns={inside - 2} />, '']}
			below={['', whatEnterDoes(dialog, found)]}
			bottom=""
			most={Math.max(1, Math.min(20, size.rows - 8))}
			inSight={[chosen === 0 ? 0 : rows.chosen]}
		>
			{rows.texts}
		</Sheet>
	);
}

function whatEnterDoes(dialog: PaletteDialog, found: Entry[]): string {
	if (hasOpenQuote(dialog.field!.value)) return paint('warning', 'A quote is not closed.');
	return dialog.runsLine(found)
		? keyHint('Enter', `runs  quarterdeck ${safe(dialog.line.join(' '))}`)
		: paint('quiet', 'Enter runs it, Tab completes it, Esc closes');
}

/** With headings, unless the best matches come first. */
function entryRows(dialog: PaletteDialog, found: Entry[], inside: number) {
	const texts: string[] = [];
	let chosen = 0;
	for (const [index, entry] of found.entries()) {
		const isNew = entry.group !== found[index - 1]?.group;
		if (dialog.isWhole && isNew) texts.push(paint('strong', safe(entry.group)));
		if (index === dialog.chosen) chosen = texts.length;
		texts.push(entryRow(entry, index === dialog.chosen, inside));
	}
	return {texts, chosen};
}

/** The label is whole; the command line takes the room behind it. */
function entryRow({key, label, command}: Entry, isChosen: boolean, inside: number): string {
	const mark = isChosen ? glyphs.selected : ' ';
	const keyed = paint('key', fit(key, 6));
	const room = Math.max(12, Math.min(52, inside - 9));
	const line = command ? paint('quiet', `quarterdeck ${safe(command)}`) : '';
	const text = widthOf(label) < room ? fit(safe(label), room) : safe(label);
	const row = fit(`${mark} ${keyed} ${text}  ${line}`, inside);
	return isChosen ? paintSelected(row) : row;
}
