import type {Size} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import type {Key} from '../input/keys.ts';
import {Dialog, newField, type Picture} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';

/** What a prompt asks, and what becomes of the answer. */
export interface LinePromptOptions {
	/** What stands before the field: `/`, `Save to ` … */
	sign: string;
	/** Initial text of the field. */
	value: string;
	/** What stands behind it, asked at each frame: the keys, or what was found; the longest form first. */
	hint: () => string | string[];
	/** Called at every letter, and with nothing when Esc takes it back. */
	onChange?: (value: string) => void;
	/** Called when it is closed by Enter. */
	onEnter?: (value: string) => void;
}

/** One line at the window's lower edge, as in less: what it does is seen while it is typed. */
export class LinePrompt extends Dialog {
	readonly #options: LinePromptOptions;

	constructor(session: Session, options: LinePromptOptions) {
		super(session);
		this.#options = options;
		this.field = newField('line', options.value);
	}

	draw({columns}: Size): Picture {
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
