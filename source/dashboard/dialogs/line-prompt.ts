import type {Key} from '../keystrokes.ts';
import type {Size} from '../layout.ts';
import {paint} from '../theme.ts';
import {Dialog, newField, type Picture} from './dialog.ts';

export interface LinePromptOptions {
	/** `/` or `&` */
	sign: string;
	value: string;
	hint: () => string;
	/** Called at every letter. */
	onChange: (value: string) => void;
	/** Called at the end; Esc gives back what stood there before. */
	onClose: (value: string) => void;
	/** What Esc leaves behind; nothing by default. */
	onCancel?: () => void;
}

/** One line at the window's lower edge, as in less: what it does is seen while it is typed. */
export class LinePrompt extends Dialog {
	readonly #options: LinePromptOptions;

	constructor(options: LinePromptOptions) {
		super();
		this.#options = options;
		this.field = newField('line', options.value);
	}

	draw({columns}: Size): Picture {
		const {sign} = this.#options;
		const hint = ` ${this.#options.hint()} `;
		const after = columns - hint.length < 20 ? '' : hint;
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
		this.#options.onChange(this.field!.value);
	}

	press({name}: Key): boolean {
		const {onChange, onClose, onCancel} = this.#options;
		if (name === 'Enter') onClose(this.field!.value);
		else if (name === '^U') this.setField('');
		else if (name !== 'Esc') return false;
		else if (onCancel) onCancel();
		else {
			onChange('');
			onClose('');
		}
		return true;
	}
}
