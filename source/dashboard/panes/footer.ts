import type {FooterKey} from '../actions/footer-keys.ts';
import {clip, fit, spread, widthOf} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import type {Layout} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import type {Toast} from '../state/state.ts';

/** What just happened, and keys, the most important first. `?` and `q` always stay. */
export function drawFooter(
	shown: FooterKey[],
	toast: Toast | undefined,
	lastActivity: string,
	{kind, columns, footer}: Pick<Layout, 'kind' | 'columns' | 'footer'>,
): string[] {
	if (footer.rows === 0) return [];
	const said = toast ? paint(toast.meaning, ` ${safe(toast.text)}`) : '';
	const hints = shown.filter(one => !isLast(one)).map(hint);
	const right = `${shown.filter(isLast).map(hint).join('  ')} `;
	if (footer.rows === 1) {
		return [said ? fit(said, columns) : lastRow(hints, right, columns)];
	}
	if (kind !== 'wide') return [lastRow(hints, right, columns), fit(said || lastActivity, columns)];
	const {row, rest} = filled(hints, columns);
	return [fit(said || row, columns), lastRow(rest, right, columns)];
}

function isLast({id}: FooterKey): boolean {
	return id === 'help' || id === 'quit';
}

function lastRow(hints: string[], right: string, columns: number): string {
	const {row} = filled(hints, columns - widthOf(right));
	return spread(row, clip(right, columns), columns);
}

function filled(hints: string[], columns: number): {row: string; rest: string[]} {
	let row = '';
	for (const [index, text] of hints.entries()) {
		const longer = `${row} ${text} `;
		if (widthOf(longer) > columns) return {row, rest: hints.slice(index)};
		row = longer;
	}
	return {row, rest: []};
}

function hint({key, does}: FooterKey): string {
	return keyHint(key, does);
}
