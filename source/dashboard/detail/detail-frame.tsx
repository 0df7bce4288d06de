import type {Meaning} from '../../terminal/colours.ts';
import {Pane, type PanePlace} from '../components/pane.tsx';
import {Rows} from '../components/rows.tsx';
import {insideOf} from '../drawing/border.ts';
import {paragraph, safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';

interface Props {
	place: PanePlace;
	/** From elsewhere. */
	title: string;
	meaning?: Meaning;
	/** The action that shows what does not fit, if there is one. */
	opens?: 'open' | 'open-activity' | false;
	children: string[];
}

/** What fits of these rows, and how many more there are. */
export function DetailFrame({place, title, meaning, opens = 'open', children}: Props) {
	return (
		<Pane place={place} title={safe(title)} meaning={meaning} focused={false}>
			<Rows>{fitting(children, insideOf(place).rows, opens)}</Rows>
		</Pane>
	);
}

function fitting(rows: string[], room: number, opens: Props['opens']): string[] {
	if (rows.length <= room) return rows;
	const shown = Math.max(0, room - 1);
	const more = paint('quiet', `${glyphs.ellipsis} ${rows.length - shown} more rows`);
	const key = opens ? `   ${keyHint(keyOf(opens), 'shows all')}` : '';
	return [...rows.slice(0, shown), more + key];
}

const labelWidth = 12;

/** A text beside what it is: `file        blog/migrations/0001_initial.ts` */
export function factRows(label: string, text: string, inside: number): string[] {
	return paragraph(text, inside - labelWidth).map((row, index) => {
		const before = index === 0 ? label : '';
		return paint('quiet', before.padEnd(labelWidth)) + row;
	});
}
