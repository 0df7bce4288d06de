import {paragraph} from '../drawing/foreign-text.ts';
import {closeHint, keyRows} from '../drawing/key-hints.ts';
import type {Picture} from '../state/dialog.ts';

/** What went wrong, in red, what can be done, and the keys for it. @param esc what Esc does */
export function failurePicture(
	{title, columns}: Pick<Picture, 'title' | 'columns'>,
	sentences: string[],
	hint: string | undefined,
	keys: string[] = [],
	esc = closeHint(),
): Picture {
	const inside = columns - 4;
	return {
		title,
		columns,
		meaning: 'error',
		rows: [
			...sentences.flatMap(text => paragraph(text, inside, 'error')),
			...(hint ? ['', ...paragraph(hint, inside)] : []),
		],
		below: ['', ...keyRows([...keys, esc], inside)],
	};
}
