import {BoundedCache} from '../../terminal/bounded-cache.ts';
import {glyphs} from './theme.ts';

const colours = /\u001B\[[0-9;:]*m/g;
/** One column each: ASCII, Latin letters, punctuation, box drawing, braille and the marks of the panes. */
const simple =
	/^[\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u203A\u2500-\u25FC\u2713\u2717\u2800-\u28FF]*$/;
const wide =
	/^[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]$/u;
const combining = /^\p{Mark}$/u;
/** Measuring a letter is slow. */
const widths = new BoundedCache<string, number>(2000);
let segmenter: Intl.Segmenter | undefined;
let widthOfOther = roughWidth;

/** Until then widths are rough: the exact tables are loaded after the first frame. */
export function measureWith(width: (text: string) => number): void {
	widthOfOther = width;
	widths.clear();
}

export function widthOf(text: string): number {
	if (simple.test(text)) return text.length;
	const plain = text.replace(colours, '');
	return simple.test(plain) ? plain.length : widthOfOther(plain);
}

export function widthOfLetter(letter: string): number {
	return widths.get(letter, () => widthOf(letter));
}

function roughWidth(text: string): number {
	let width = 0;
	for (const letter of text) width += combining.test(letter) ? 0 : wide.test(letter) ? 2 : 1;
	return width;
}

/** Cuts to so many columns. Colours behind the cut stay: they close what was opened. */
export function clip(text: string, columns: number): string {
	if (columns <= 0) return '';
	if (simple.test(text)) return text.length <= columns ? text : text.slice(0, columns);
	return cut(text, columns).left;
}

/** What is right of so many columns, and the colours before it. */
export function clipStart(text: string, columns: number): string {
	if (columns <= 0) return text;
	return simple.test(text) ? text.slice(columns) : cut(text, columns).right;
}

function cut(text: string, columns: number): {left: string; right: string} {
	let [left, right] = ['', ''];
	let room = columns;
	let end = 0;
	for (const match of [...text.matchAll(colours), undefined]) {
		const part = cutPlain(text.slice(end, match?.index), room);
		left += part.left + (match?.[0] ?? '');
		right += part.right + (match?.[0] ?? '');
		room = part.room;
		end = match ? match.index + match[0].length : text.length;
	}
	return {left, right};
}

/** A wide letter on the cut becomes a space on the right. @returns `room`: the columns left */
function cutPlain(text: string, columns: number): {left: string; right: string; room: number} {
	if (columns === 0 || simple.test(text)) {
		const [left, right] = [text.slice(0, columns), text.slice(columns)];
		return {left, right, room: columns - left.length};
	}
	let room = columns;
	segmenter ??= new Intl.Segmenter();
	for (const {segment, index} of segmenter.segment(text)) {
		const cells = widthOfLetter(segment);
		if (cells > room) {
			const half = ' '.repeat(room > 0 ? cells - room : 0);
			const right = half + text.slice(room > 0 ? index + segment.length : index);
			return {left: text.slice(0, index), right, room: 0};
		}
		room -= cells;
	}
	return {left: text, right: '', room};
}

/** Columns between two tab stops. */
const tabStop = 4;

/** Tabs become spaces up to the next stop, in each line: the width of a tab depends on where it is. */
export function expandTabs(text: string): string {
	if (!text.includes('\t')) return text;
	return text.split('\n').map(expandLine).join('\n');
}

function expandLine(line: string): string {
	const [first = '', ...behindTabs] = line.split('\t');
	let column = widthOf(first);
	return behindTabs.reduce((expanded, part) => {
		const gap = tabStop - (column % tabStop);
		column += gap + widthOf(part);
		return expanded + ' '.repeat(gap) + part;
	}, first);
}

/** Exactly this width: cut with an ellipsis, or filled up with spaces. */
export function fit(text: string, columns: number, ellipsis = glyphs.ellipsis): string {
	const width = widthOf(text);
	if (width <= columns) return text + ' '.repeat(columns - width);
	const mark = columns > 4 ? ellipsis : '';
	const cut = clip(text, columns - mark.length) + mark;
	return cut + ' '.repeat(Math.max(0, columns - widthOf(cut)));
}

/** `left` and `right` at the two ends; `left` is cut where both do not fit. */
export function spread(left: string, right: string, columns: number): string {
	const room = columns - widthOf(right);
	return room <= 0 ? clip(right, columns) : fit(left, room) + right;
}

/** Wraps uncoloured text at spaces, and inside words that are too long. */
export function wrap(text: string, columns: number): string[] {
	return text.split('\n').flatMap(line => wrapLine(line, Math.max(1, columns)));
}

function wrapLine(line: string, columns: number): string[] {
	const indent = ' '.repeat(Math.min(/^ */.exec(line)![0].length, columns >> 1));
	const rows: string[] = [];
	let row = indent;
	let width = indent.length;
	for (const word of line.trimStart().split(' ')) {
		const gap = row === indent ? '' : ' ';
		const wordWidth = widthOf(word);
		if (width + gap.length + wordWidth <= columns) {
			row += gap + word;
			width += gap.length + wordWidth;
			continue;
		}
		if (row !== indent) rows.push(row);
		const pieces = broken(word, columns - indent.length);
		rows.push(...pieces.slice(0, -1).map(piece => indent + piece));
		row = indent + pieces.at(-1)!;
		width = widthOf(row);
	}
	return [...rows, row];
}

/** Pieces of a long word. Each letter is measured once. */
function broken(word: string, columns: number): string[] {
	if (widthOf(word) <= columns) return [word];
	const pieces: string[] = [];
	let piece = '';
	let width = 0;
	segmenter ??= new Intl.Segmenter();
	for (const {segment} of segmenter.segment(word)) {
		const cells = widthOfLetter(segment);
		if (width + cells > columns && piece !== '') {
			pieces.push(piece);
			[piece, width] = ['', 0];
		}
		piece += segment;
		width += cells;
	}
	return [...pieces, piece];
}
