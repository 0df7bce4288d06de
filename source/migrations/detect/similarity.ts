import {editDistance} from '../../words/closest.ts';
import type {ColumnSnapshot, TableSnapshot} from '../schema/snapshot.ts';

/** The share of columns that two tables have in common by name and type, 0 to 1. */
export function similarity(a: TableSnapshot, b: TableSnapshot): number {
	const [mine, others] = [a, b].map(({columns}) =>
		Object.values(columns).map(({name, type}) => `${name}:${type}`),
	) as [string[], string[]];
	const common = mine.filter(column => others.includes(column));
	return common.length / Math.max(mine.length, others.length);
}

/** In how many things two columns are defined otherwise: their lengths, defaults and so on. */
export function differences(a: ColumnSnapshot, b: ColumnSnapshot): number {
	const {name: _, property: __, ...keys} = {...a, ...b};
	// What a snapshot leaves out is what the entities say as null or false.
	const said = (value: unknown) => JSON.stringify(value || null);
	return Object.keys(keys).filter(key => said(a[key]) !== said(b[key])).length;
}

/** @param distance what counts first, the smallest in front; then the name most alike does */
export function mostAlikeFirst(
	name: string,
	others: string[],
	distance: (other: string) => number,
): string[] {
	// As a share of the letters: city is nearer to cities than to wide, though both differ in three.
	const ofName = (other: string) =>
		editDistance(name.toLowerCase(), other.toLowerCase()) / Math.max(name.length, other.length);
	return others.toSorted((a, b) => distance(a) - distance(b) || ofName(a) - ofName(b));
}
