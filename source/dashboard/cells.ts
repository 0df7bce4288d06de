import stringWidth from 'string-width';

const colours = /\u001B\[[0-9;:]*m/g;
const simple = /^[\u0020-\u007E]*$/;
const segmenter = new Intl.Segmenter();

/** How many columns a text takes on the screen; colours take none. */
export function widthOf(text: string): number {
	return simple.test(text) ? text.length : stringWidth(text);
}

/** Cuts to so many columns. Colours pass, those behind the cut as well: they close what was opened. */
export function clip(text: string, columns: number): string {
	if (columns <= 0) return '';
	if (simple.test(text)) return text.length <= columns ? text : text.slice(0, columns);
	let out = '';
	let left = columns;
	let end = 0;
	for (const match of text.matchAll(colours)) {
		const part = clipPlain(text.slice(end, match.index), left);
		out += part.text + match[0];
		left = part.cut ? 0 : left - part.width;
		end = match.index + match[0].length;
	}
	return out + clipPlain(text.slice(end), left).text;
}

/** As wide as said: cut with an ellipsis, or filled up with spaces. */
export function fit(text: string, columns: number, ellipsis = '…'): string {
	const width = widthOf(text);
	if (width <= columns) return text + ' '.repeat(columns - width);
	const mark = columns > 4 ? ellipsis : '';
	const cut = clip(text, columns - mark.length) + mark;
	return cut + ' '.repeat(Math.max(0, columns - widthOf(cut)));
}

/** `left` and `right` at the two ends; what does not fit is taken from the left. */
export function spread(left: string, right: string, columns: number): string {
	const room = columns - widthOf(right);
	return room <= 0 ? clip(right, columns) : fit(left, room) + right;
}

/** Breaks uncoloured text at spaces, and words that are too long where they must. */
export function wrap(text: string, columns: number): string[] {
	return text.split('\n').flatMap(line => wrapLine(line, Math.max(1, columns)));
}

function wrapLine(line: string, columns: number): string[] {
	const indent = ' '.repeat(Math.min(/^ */.exec(line)![0].length, columns >> 1));
	const rows: string[] = [];
	let row = indent;
	for (const word of line.trimStart().split(' ')) {
		const longer = row === indent ? row + word : `${row} ${word}`;
		if (widthOf(longer) <= columns) {
			row = longer;
			continue;
		}
		if (row !== indent) rows.push(row);
		row = indent + word;
		while (widthOf(row) > columns) {
			const head = clip(row, columns);
			rows.push(head);
			row = indent + row.slice(head.length);
		}
	}
	return [...rows, row];
}

function clipPlain(text: string, columns: number): {text: string; width: number; cut: boolean} {
	if (simple.test(text)) {
		const kept = text.slice(0, columns);
		return {text: kept, width: kept.length, cut: kept.length < text.length};
	}
	let kept = '';
	let width = 0;
	for (const {segment} of segmenter.segment(text)) {
		const cells = widthOf(segment);
		if (width + cells > columns) return {text: kept, width, cut: true};
		kept += segment;
		width += cells;
	}
	return {text: kept, width, cut: false};
}
