import {widthOf} from './cells.ts';
import {paint} from './theme.ts';

/** `y run it` */
export function keyHint(key: string, label: string): string {
	return `${paint('key', key)} ${label}`;
}

export function closeHint(): string {
	return keyHint('Esc', 'close');
}

/** Hints side by side, in as many rows as needed. */
export function keyRows(hints: string[], inside: number): string[] {
	const rows: string[] = [];
	for (const hint of hints) {
		const longer = rows.length > 0 ? `${rows.at(-1)}   ${hint}` : hint;
		if (rows.length > 0 && widthOf(longer) <= inside) rows[rows.length - 1] = longer;
		else rows.push(hint);
	}
	return rows;
}
