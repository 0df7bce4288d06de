import {glyphs, paint} from './theme.ts';

/** A moment of a graph. */
export interface Point {
	value: number;
	/** Drawn in red. */
	isBad?: boolean;
	/** Something happened at this moment: a line is drawn instead of the value. */
	isMarked?: boolean;
}

/** The dots of a cell from the bottom to the top, in the bits of its letter: those on the left, and on the right. */
const leftDots = [0, 0x40, 0x44, 0x46, 0x47];
const rightDots = [0, 0x80, 0xa0, 0xb0, 0xb8];

/** How many points a graph of so many columns shows: braille has two in a cell. */
export function pointsIn(columns: number): number {
	return columns * pointsPerCell();
}

function pointsPerCell(): number {
	return glyphs.emptyDots === '' ? 1 : 2;
}

/** The rows of a graph, from top to bottom. @param most the value that fills its height */
export function graph(points: Point[], most: number, height = 1): string[] {
	const size = pointsPerCell();
	const cells = Array.from({length: Math.ceil(points.length / size)}, (_, index) =>
		points.slice(index * size, (index + 1) * size),
	);
	return Array.from({length: height}, (_, row) => {
		const below = height - 1 - row;
		return joined(cells.map(cell => ({cell, text: cellText(cell, most, height, below)})));
	});
}

/** @param below rows of the graph below this one */
function cellText(cell: Point[], most: number, height: number, below: number): string {
	if (cell.some(({isMarked}) => isMarked)) return glyphs.moment;
	const steps = glyphs.emptyDots === '' ? glyphs.bars.length - 1 : leftDots.length - 1;
	const [left = 0, right = 0] = cell.map(({value}) =>
		Math.min(steps, Math.max(0, level(value, most, steps * height) - below * steps)),
	);
	if (glyphs.emptyDots === '') return glyphs.bars[left]!;
	const dots = leftDots[left]! | rightDots[right]!;
	return dots === 0 ? ' ' : String.fromCodePoint(glyphs.emptyDots.codePointAt(0)! + dots);
}

/** Of what is not nothing, something is seen. */
function level(value: number, most: number, levels: number): number {
	if (value <= 0 || most <= 0) return 0;
	return Math.max(1, Math.min(levels, Math.round((value / most) * levels)));
}

/** Neighbours of the same colour are painted as one. */
function joined(cells: {cell: Point[]; text: string}[]): string {
	let row = '';
	let run = '';
	let wasBad = false;
	for (const {cell, text} of cells) {
		const isBad = cell.some(point => point.isBad);
		if (isBad !== wasBad) {
			row += painted(run, wasBad);
			run = '';
			wasBad = isBad;
		}
		run += text;
	}
	return row + painted(run, wasBad);
}

function painted(text: string, isBad: boolean): string {
	return paint(isBad ? 'error' : 'applied', text);
}
