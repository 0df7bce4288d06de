import {defaultStyle} from '../../terminal/style.ts';
import {costOfForwards, type Pen} from './pen.ts';
import {type Cell, isSame, type Row} from './row.ts';

/** In bytes, roughly. */
const costOfJump = 6;
/** From so many spaces on, erasing is shorter. */
const worthErasing = 8;

export function drawRow(pen: Pen, y: number, shown: Row, wanted: Row): void {
	if (shown === wanted) return;
	const end = blankFrom(wanted);
	let x = nextChange(shown, wanted, 0);
	while (x < wanted.length) {
		if (x >= end && wanted.length - x > 3) {
			pen.moveTo(x, y);
			pen.eraseToEnd();
			return;
		}
		x = drawRun(pen, y, shown, wanted, x);
		x = nextChange(shown, wanted, x);
	}
}

/** Writes on while that costs less than a jump. @returns the column behind the last one written */
function drawRun(pen: Pen, y: number, shown: Row, wanted: Row, from: number): number {
	let x = from;
	const put = () => {
		pen.moveTo(x, y);
		const letter = x++;
		while (wanted[x]?.text === '') x++;
		pen.put(wanted[letter]!, x - letter);
	};
	for (;;) {
		const blanks = blanksAt(wanted, x);
		if (blanks >= worthErasing) {
			pen.moveTo(x, y);
			pen.erase(blanks);
			return x + blanks;
		}
		put();
		const next = nextChange(shown, wanted, x);
		if (next >= wanted.length || !isShorterThanJump(pen, wanted, x, next)) return x;
		while (x < next) put();
	}
}

/** Whether rewriting unchanged cells takes no more bytes than moving past them. */
function isShorterThanJump(pen: Pen, row: Row, from: number, to: number): boolean {
	if (to === from) return true;
	const jump = costOfForwards(to - from);
	if (to - from > jump) return false;
	let bytes = 0;
	for (let x = from; x < to; x++) {
		if (row[x]!.style !== pen.style && !isBlankCell(row[x]!)) return false;
		bytes += Buffer.byteLength(row[x]!.text);
	}
	return bytes <= jump;
}

/** In bytes, roughly. @param limit it does not matter how much more it costs */
export function costOf(shown: Row, wanted: Row, limit = Number.POSITIVE_INFINITY): number {
	if (shown === wanted || limit <= 0) return 0;
	let cost = 0;
	let last = Number.NEGATIVE_INFINITY;
	const end = blankFrom(wanted);
	for (
		let x = nextChange(shown, wanted, 0);
		x < wanted.length;
		x = nextChange(shown, wanted, x + 1)
	) {
		const gap = x - last - 1;
		cost += 1 + Math.min(gap, costOfJump);
		last = x;
		if (x >= end) return cost + 2;
		if (cost >= limit) return cost;
	}
	return cost;
}

function nextChange(shown: Row, wanted: Row, from: number): number {
	let x = from;
	while (x < wanted.length && isSame(shown[x]!, wanted[x]!)) x++;
	return x;
}

function blanksAt(row: Row, from: number): number {
	let x = from;
	while (x < row.length && isBlankCell(row[x]!)) x++;
	return x - from;
}

function blankFrom(row: Row): number {
	let end = row.length;
	while (end > 0 && isBlankCell(row[end - 1]!)) end--;
	return end;
}

function isBlankCell({text, style}: Cell): boolean {
	return text === ' ' && style === defaultStyle;
}
