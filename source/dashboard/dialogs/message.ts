import {paragraph} from '../foreign-text.ts';
import type {Key} from '../keys.ts';
import type {Size} from '../layout.ts';
import type {Meaning} from '../theme.ts';
import {Dialog, type Picture, widthFor} from './dialog.ts';
import {closeHint} from './key-rows.ts';

/** What is said, what can be done about it, and how bad it is. */
export interface Message {
	title: string;
	text: string;
	hint?: string;
	meaning?: Meaning;
}

/** A sentence and its next step. */
export class MessageDialog extends Dialog {
	readonly #message: Message;

	constructor(message: Message) {
		super();
		this.#message = message;
	}

	draw({columns}: Size): Picture {
		const {title, text, hint, meaning} = this.#message;
		const width = widthFor(columns, 76);
		const inside = width - 4;
		return {
			title,
			columns: width,
			meaning,
			rows: [
				...paragraph(text, inside, meaning),
				...(hint ? ['', ...paragraph(hint, inside)] : []),
			],
			below: ['', closeHint()],
		};
	}

	override get isFinished(): boolean {
		return true;
	}

	press(key: Key): boolean {
		return this.closeOrScroll(key);
	}
}
