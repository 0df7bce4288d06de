import {paragraph} from '../drawing/foreign-text.ts';
import {closeHint, keyRows} from '../drawing/key-hints.ts';
import type {Picture} from '../state/dialog.ts';

/** A sentence, its next step, and the keys for it. @param esc what Esc does */
export function messagePicture(
	{title, columns, meaning}: Pick<Picture, 'title' | 'columns' | 'meaning'>,
	{message, hint}: {message: string; hint?: string},
	keys: string[] = [],
	esc = closeHint(),
): Picture {
	const inside = columns - 4;
	return {
		title,
		columns,
		meaning,
		rows: [
			...paragraph(message, inside, meaning),
			...(hint ? ['', ...paragraph(hint, inside)] : []),
		],
		below: ['', ...keyRows([...keys, esc], inside)],
	};
}
