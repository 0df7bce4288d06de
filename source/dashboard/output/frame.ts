import {drawRow} from './difference.ts';
import {Pen} from './pen.ts';
import {blankRow, type Row} from './row.ts';
import {findScroll, scrolled} from './scroll.ts';

/** The bytes that change what a terminal shows. @param shown missing if it is not known: it is cleared first */
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
