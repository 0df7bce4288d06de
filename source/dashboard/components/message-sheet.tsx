import type {Meaning} from '../../terminal/colours.ts';
import {paragraph} from '../drawing/foreign-text.ts';
import {closeHint} from '../drawing/key-hints.ts';
import {useSheetWidth} from './contexts.ts';
import {Sheet} from './sheet.tsx';

interface Props {
	title: string;
	/** The preferred columns, with borders. */
	wanted: number;
	message: string;
	/** The next step. */
	hint?: string;
	meaning?: Meaning;
	/** Hints for the keys that act on the message. */
	keys?: string[];
	/** What Esc does. */
	esc?: string;
}

/** A sentence, its next step, and the keys for it. */
export function MessageSheet({title, wanted, message, hint, meaning, keys = [], esc}: Props) {
	const {columns, inside} = useSheetWidth(wanted);
	return (
		<Sheet title={title} columns={columns} meaning={meaning} hints={[...keys, esc ?? closeHint()]}>
			{paragraph(message, inside, meaning)}
			{hint ? ['', ...paragraph(hint, inside)] : []}
		</Sheet>
	);
}
