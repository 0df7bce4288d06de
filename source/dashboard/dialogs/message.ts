import type {Meaning} from '../../terminal/colours.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {Dialog} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';

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
	readonly message: Message;

	constructor(session: Session, message: Message) {
		super(session);
		this.message = message;
	}

	override get isFinished(): boolean {
		return true;
	}

	press(key: Key): boolean {
		const choice = this.message.choices?.find(({key: name}) => name === key.name);
		if (!choice) return this.closeOrScroll(key);
		this.close();
		choice.go();
		return true;
	}
}
