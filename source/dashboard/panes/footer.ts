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
	const keys = shown.filter(({id}) => !lastKeys.includes(id));
	const last = shown.filter(({id}) => lastKeys.includes(id));
	if (footer.rows === 1) return [said ? fit(said, columns) : keysRow(keys, last, columns)];
	if (kind !== 'wide') return [keysRow(keys, last, columns), fit(said || lastActivity, columns)];
	const isGlobal = ({rank}: FooterKey) => rank === 'main';
	const {row} = filled(keys.filter(key => !isGlobal(key)).map(hint), columns);
	return [fit(said || row, columns), keysRow(keys.filter(isGlobal), last, columns)];
}

/** At the right end, in every window. */
const lastKeys = ['palette', 'help', 'quit'];

/** The last keys lose their words where those of the main keys need the room. */
function keysRow(keys: FooterKey[], last: FooterKey[], columns: number): string {
	const main = keys.filter(({rank}) => rank === 'fix' || rank === 'main');
	const {row: least} = filled(main.map(hint), Number.POSITIVE_INFINITY);
	const texts = [last.map(hint).join('  '), briefly(last)].map(text => `${text} `);
	const right = texts.find(text => widthOf(least) + widthOf(text) <= columns) ?? texts.at(-1)!;
	const {row} = filled(keys.map(hint), columns - widthOf(right));
	return spread(row, clip(right, columns), columns);
}

function briefly(last: FooterKey[]): string {
	return last.map(({key}) => paint('key', key)).join('  ');
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
