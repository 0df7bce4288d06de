import type {Key} from '../../terminal/keys/key.ts';
import {Dialog, type Field, newField} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';

export interface LinePromptOptions {
	/** Before the field: `/`, `Save to ` … */
	sign: string;
	value: string;
	/** Behind the field: the keys, or what was found; the longest form first. Called for each frame. */
	hint: () => string | string[];
	/** Called at every letter, and with '' when Esc clears it. */
	onChange?: (value: string) => void;
	onEnter?: (value: string) => void;
}

/** One line at the lower edge of the window, as in less. Its effect shows while it is typed. */
export class LinePrompt extends Dialog {
	readonly options: LinePromptOptions;
	override readonly field: Field;

	constructor(session: Session, options: LinePromptOptions) {
		super(session);
		this.options = options;
		this.field = newField('line', options.value);
	}

	override typed(): void {
		this.options.onChange?.(this.field.value);
	}

	press({name}: Key): boolean {
		const {onChange, onEnter} = this.options;
		if (name === 'Enter') {
			this.close();
			onEnter?.(this.field.value);
		} else if (name === 'Esc') {
			onChange?.('');
			this.close();
		} else return false;
		return true;
	}
}
