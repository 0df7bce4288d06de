import {plural} from './plural.ts';

/** `3 rows`, `about 2.4 million rows` */
export function rowsInWords(count: number): string {
	if (count < 1_000_000) return plural(count, 'row');
	return `about ${(count / 1_000_000).toFixed(1)} million rows`;
}
