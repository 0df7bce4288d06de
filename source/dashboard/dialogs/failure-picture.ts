import {sanitise} from '../../terminal/sanitise.ts';
import {wrap} from '../cells.ts';
import {paint} from '../theme.ts';
import type {Picture} from './dialog.ts';
import {closeHint, keyRows} from './key-rows.ts';

/** What went wrong, in red, what can be done, and the keys for it. */
export function failurePicture(
	{title, columns}: Pick<Picture, 'title' | 'columns'>,
	sentences: string[],
	hint: string | undefined,
	keys: string[] = [],
): Picture {
	const inside = columns - 4;
	const lines = (text: string) => wrap(sanitise(text, {colour: false}), inside);
	return {
		title,
		columns,
		meaning: 'alarm',
		rows: [
			...sentences.flatMap(lines).map(line => paint('alarm', line)),
			...(hint ? ['', ...lines(hint)] : []),
		],
		below: ['', ...keyRows([...keys, closeHint()], inside)],
	};
}
