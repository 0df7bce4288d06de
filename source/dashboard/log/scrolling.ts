import {earlier, isBefore, later, type Place, type Places} from './places.ts';

interface Scrolled {
	top: Place;
	cursor: number;
}

/**
 * One step moves the cursor by a line, or by a row in a line higher than the window; more steps move the
 * window by rows. @param next the visible line below (or above) the cursor's @returns nothing below the last line
 */
export function scrolled(
	places: Places,
	cursor: number,
	step: number,
	next: number | undefined,
): Scrolled | undefined {
	if (step === 1) return oneDown(places, cursor, next);
	if (step === -1) return oneUp(places, cursor, next);
	const {top} = places;
	const from = top.line === cursor ? top : {line: cursor, row: 0};
	const {line, missing} = places.moved(from, step);
	if (step > 0 && missing > 0) return undefined;
	return {cursor: line, top: places.moved(top, step)};
}

function oneDown(places: Places, cursor: number, next: number | undefined): Scrolled | undefined {
	const {top} = places;
	const isCut = isBefore(places.bottom(top), places.endOf(cursor));
	if (isCut) return {cursor, top: places.moved(top, 1)};
	if (next === undefined) return undefined;
	const toBeSeen = places.isHigh(next) ? {line: next, row: 0} : places.endOf(next);
	return {cursor: next, top: later(top, places.topAbove(toBeSeen))};
}

function oneUp(places: Places, cursor: number, next = cursor): Scrolled {
	const {top} = places;
	if (top.line === cursor && top.row > 0) return {cursor, top: places.moved(top, -1)};
	const toBeSeen = places.isHigh(next) ? places.endOf(next) : {line: next, row: 0};
	return {cursor: next, top: earlier(top, toBeSeen)};
}
