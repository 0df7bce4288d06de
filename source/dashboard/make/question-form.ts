import type {Question} from '../../runs/events.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {paragraph, safe} from '../drawing/foreign-text.ts';
import {keyHint, keyRows} from '../drawing/key-hints.ts';
import {glyphs, paintSelected} from '../drawing/theme.ts';
import {type Field, newField, type Row} from '../state/dialog.ts';

/** A question of a command, with its choices or a field for its answer. */
export class QuestionForm {
	readonly question: Question;
	readonly field: Field | undefined;
	/** Why the last answer is none: one sentence. */
	mistake: string | undefined;
	#choice = 0;

	constructor(question: Question) {
		this.question = question;
		if (question.choices.length === 0) this.field = newField(question.id);
	}

	/** @returns the answer as flags once it is given; false when the key means nothing here */
	press({name}: Key): string[] | boolean {
		const {choices} = this.question;
		if (this.field) {
			const value = this.field.value.trim();
			return name === 'Enter' && value !== '' ? flagFor(this.question, 0, value) : name === 'Enter';
		}
		const number = Number(name);
		if (name === 'j' || name === 'Down')
			this.#choice = Math.min(choices.length - 1, this.#choice + 1);
		else if (name === 'k' || name === 'Up') this.#choice = Math.max(0, this.#choice - 1);
		else if (number >= 1 && number <= choices.length) return flagFor(this.question, number - 1);
		else if (name === 'Enter') return flagFor(this.question, this.#choice);
		else return false;
		return true;
	}

	/** @param esc what Esc does */
	draw(inside: number, esc: string): {rows: Row[]; below: Row[]} {
		const {text, choices} = this.question;
		const choiceRows = choices.map((choice, index) => {
			const chosen = index === this.#choice;
			const row = `${chosen ? glyphs.selected : ' '} ${index + 1}  ${safe(this.#textOf(choice))}`;
			return chosen ? paintSelected(row) : row;
		});
		const field: Row[] = this.field
			? [{before: 'SQL expression ', field: this.field, columns: Math.max(8, inside - 16)}]
			: [];
		return {
			rows: [
				...paragraph(text, inside),
				'',
				...choiceRows,
				...field,
				...(this.mistake ? paragraph(this.mistake, inside, 'error') : []),
			],
			below: ['', ...keyRows([keyHint('Enter', 'answer'), esc], inside)],
		};
	}

	#textOf(choice: string): string {
		if (!this.question.kind.startsWith('rename')) return choice;
		return choice === 'removed' ? 'no, it was removed' : `renamed to ${choice}`;
	}
}

/** The flag that answers a question, with the choice or the typed value; empty means `removed`. */
export function flagFor({flag, choices}: Question, choice: number, value?: string): string[] {
	const [option = '', argument] = flag.split(/ (.*)/s);
	if (argument === undefined) return [option];
	const chosen = choices[choice] === 'removed' ? '' : choices[choice];
	return [option, `${argument.slice(0, argument.indexOf('='))}=${value ?? chosen}`];
}
