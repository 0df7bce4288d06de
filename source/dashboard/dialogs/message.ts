import {paragraph} from '../foreign-text.ts';
import type {Key} from '../keystrokes.ts';
import type {Size} from '../layout.ts';
import {type Meaning, paint} from '../theme.ts';
import {Dialog, type Picture, widthFor} from './dialog.ts';

export interface Message {
	title: string;
	text: string;
	hint?: string;
	meaning?: Meaning;
	/** A key that leads on: what it does, and doing it. */
	keys?: {name: string; label: string; run: () => void}[];
}

/** A sentence and its next step. */
export class MessageDialog extends Dialog {
	readonly #message: Message;
	readonly #close: () => void;

	constructor(message: Message, close: () => void) {
		super();
		this.#message = message;
		this.#close = close;
	}

	draw({columns}: Size): Picture {
		const {title, text, hint, meaning, keys = []} = this.#message;
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
				[
					...keys.map(({name, label}) => `${paint('key', name)} ${label}`),
					`${paint('key', 'Esc')} close`,
				].join('   '),
			],
		};
	}

	override get isFinished(): boolean {
		return true;
	}

	press(key: Key): boolean {
		const lead = this.#message.keys?.find(({name}) => name === key.name);
		if (lead || key.name === 'Esc' || key.name === 'Enter' || key.name === 'q') {
			this.#close();
			lead?.run();
			return true;
		}
		return this.scroll(key);
	}
}
