import type {Meaning} from '../../terminal/colours.ts';
import {keyHint} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import type {Key} from '../input/keys.ts';
import {Dialog, type Picture, widthFor} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {messagePicture} from './message-picture.ts';

export interface Message {
	title: string;
	message: string;
	hint?: string;
	meaning?: Meaning;
	choices?: Choice[];
}

/** A key that closes the dialog and then acts on the message. */
export interface Choice {
	key: string;
	label: string;
	go: () => void;
}

export class MessageDialog extends Dialog {
	readonly #message: Message;

	constructor(session: Session, message: Message) {
		super(session);
		this.#message = message;
	}

	draw({columns}: Size): Picture {
		const {title, meaning, choices = []} = this.#message;
		const keys = choices.map(({key, label}) => keyHint(key, label));
		return messagePicture({title, meaning, columns: widthFor(columns, 76)}, this.#message, keys);
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
