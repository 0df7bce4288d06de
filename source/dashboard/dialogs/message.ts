import type {Meaning} from '../../terminal/colours.ts';
import {paragraph} from '../drawing/foreign-text.ts';
import {closeHint, keyHint, keyRows} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import type {Key} from '../input/keys.ts';
import {Dialog, type Picture, widthFor} from '../state/dialog.ts';

/** What is said, what can be done about it, and how bad it is. */
export interface Message {
	title: string;
	text: string;
	hint?: string;
	meaning?: Meaning;
	/** Each closes the dialog. */
	choices?: Choice[];
}

/** A key that acts on the message. */
export interface Choice {
	key: string;
	label: string;
	go: () => void;
}

/** A sentence and its next step. */
export class MessageDialog extends Dialog {
	readonly #message: Message;

	constructor(message: Message) {
		super();
		this.#message = message;
	}

	draw({columns}: Size): Picture {
		const {title, text, hint, meaning, choices = []} = this.#message;
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
			below: [
				'',
				...keyRows([...choices.map(({key, label}) => keyHint(key, label)), closeHint()], inside),
			],
		};
	}

	override get isFinished(): boolean {
		return true;
	}

	press(key: Key): boolean {
		const choice = this.#message.choices?.find(({key: name}) => name === key.name);
		if (!choice) return this.closeOrScroll(key);
		this.close();
		choice.go();
		return true;
	}
}
