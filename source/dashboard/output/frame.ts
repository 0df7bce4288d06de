import {drawRow} from './difference.ts';
import {Pen} from './pen.ts';
import {blankRow, type Row} from './row.ts';
import {findScroll, scrolled} from './scroll.ts';

/**
 * What to send to a terminal so that it shows the wanted rows.
 * @param shown what it shows now; nothing when that is not known, then it is cleared first
 */
export function encodeFrame(shown: readonly Row[] | undefined, wanted: readonly Row[]): string {
	const columns = wanted[0]?.length ?? 0;
	const pen = new Pen(columns);
	let now = shown;
	if (now === undefined) {
		pen.clear();
		now = wanted.map(() => blankRow(columns));
	} else {
		const scroll = findScroll(now, wanted);
		if (scroll) {
			pen.scroll(scroll.top, scroll.bottom, scroll.count);
			now = scrolled(now, scroll);
		}
	}
	for (const [y, row] of wanted.entries()) drawRow(pen, y, now[y]!, row);
	return pen.end();
}
