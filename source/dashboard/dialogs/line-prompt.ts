import type {Key} from '../../terminal/keys/key.ts';
import type {Size} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import {Dialog, newField, type Picture} from '../state/dialog.ts';
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
	readonly #options: LinePromptOptions;

	constructor(session: Session, options: LinePromptOptions) {
		super(session);
		this.#options = options;
		this.field = newField('line', options.value);
	}

	override draw({columns}: Size): Picture {
		const {sign} = this.#options;
		const hints = [this.#options.hint()].flat().map(hint => ` ${hint} `);
		const after = hints.find(({length}) => columns - length >= 20) ?? '';
		return {
			title: '',
			columns,
			place: 'bottom',
			rows: [
				{
					before: ` ${sign}`,
					field: this.field!,
					columns: columns - after.length - sign.length - 1,
					after: paint('quiet', after),
				},
			],
		};
	}

	override typed(): void {
		this.#options.onChange?.(this.field!.value);
	}

	press({name}: Key): boolean {
		const {onChange, onEnter} = this.#options;
		if (name === 'Enter') {
			this.close();
			onEnter?.(this.field!.value);
		} else if (name === 'Esc') {
			onChange?.('');
			this.close();
		} else return false;
		return true;
	}
}
