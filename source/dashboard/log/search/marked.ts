import {inCaseOf} from '../../../words/smart-case.ts';
import {ColouredText} from '../../drawing/coloured-text.ts';
import {glyphs, isColoured, paint} from '../../drawing/theme.ts';

/** A row with its matches in a colour of their own, or between marks. @param isCurrent at the cursor */
export function marked(row: string, search: string, isCurrent: boolean): string {
	const text = new ColouredText(row);
	const {letters} = text;
	const within = inCaseOf(search, letters);
	let out = '';
	let end = 0;
	for (let at = within.indexOf(search); at >= 0; at = within.indexOf(search, end)) {
		out += text.slice(end, at) + match(letters.slice(at, at + search.length), isCurrent);
		end = at + search.length;
	}
	return out + text.slice(end);
}

function match(text: string, isCurrent: boolean): string {
	if (isColoured()) return paint(isCurrent ? 'currentMatch' : 'match', text);
	return glyphs.match[0] + text + glyphs.match[1];
}
