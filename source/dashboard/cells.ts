import stringWidth from 'string-width';

const colours = /\u001B\[[0-9;:]*m/g;
const simple = /^[\u0020-\u007E]*$/;
const segmenter = new Intl.Segmenter();

/** How many columns a text takes on the screen; colours take none. */
export function widthOf(text: string): number {
	return simple.test(text) ? text.length : stringWidth(text);
}

/** Cuts to so many columns; colours pass, and are closed where a text is cut. */
export function clip(text: string, columns: number): string {
	if (columns <= 0) return '';
	if (simple.test(text)) return text.length <= columns ? text : text.slice(0, columns);
	let out = '';
	let left = columns;
	let end = 0;
	let coloured = false;
	for (const match of text.matchAll(colours)) {
		const part = clipPlain(text.slice(end, match.index), left);
		out += part.text + match[0];
		coloured = true;
		left -= part.width;
		end = match.index + match[0].length;
		if (part.cut) return `${out}\u001B[0m`;
	}
	const last = clipPlain(text.slice(end), left);
	return coloured && last.cut ? `${out}${last.text}\u001B[0m` : out + last.text;
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
	const indent = /^ */.exec(line)![0].slice(0, columns >> 1);
	const rows: string[] = [];
	let row = '';
	for (const word of line.split(' ')) {
		const longer = row === '' ? word : `${row} ${word}`;
		if (widthOf(longer) <= columns) {
			row = longer;
			continue;
		}
		if (row.trim() !== '') rows.push(row);
		row = row.trim() === '' && rows.length === 0 ? longer : indent + word;
		while (widthOf(row) > columns) {
			const head = clip(row, columns);
			rows.push(head);
			row = row.slice(head.length);
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
