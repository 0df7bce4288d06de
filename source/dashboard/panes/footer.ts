import {sanitise} from '../../terminal/sanitise.ts';
import type {Action} from '../actions/action.ts';
import {clip, fit, spread, widthOf} from '../cells.ts';
import type {Layout} from '../layout.ts';
import type {Toast} from '../state.ts';
import {paint} from '../theme.ts';

/** The last rows: what just happened, and the keys that work, the less important ones first to go. */
export function drawFooter(
	shown: Action[],
	toast: Toast | undefined,
	lastActivity: string,
	{kind, columns, footer}: Pick<Layout, 'kind' | 'columns' | 'footer'>,
): string[] {
	if (footer.rows === 0) return [];
	const said = toast ? paint(toast.meaning, ` ${sanitise(toast.text, {colour: false})}`) : '';
	if (footer.rows === 1) return [said ? fit(said, columns) : keyRow(shown, columns)];
	const news = kind === 'wide' ? '' : lastActivity;
	return [keyRow(shown, columns), fit(said || news, columns)];
}

/** `?` and `q` are always there. */
function keyRow(shown: Action[], columns: number): string {
	const last = shown.filter(({keys}) => keys[0] === '?' || keys[0] === 'q').map(hint);
	const right = `${last.join('  ')} `;
	let left = '';
	for (const action of shown) {
		if (action.keys[0] === '?' || action.keys[0] === 'q') continue;
		const longer = `${left} ${hint(action)} `;
		if (widthOf(longer) + widthOf(right) > columns) break;
		left = longer;
	}
	return spread(left, clip(right, columns), columns);
}

function hint({keys, short}: Action): string {
	return `${paint('key', keys[0]!)} ${short}`;
}
