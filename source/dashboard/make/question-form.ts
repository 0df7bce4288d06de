import type {Question} from '../../runs/events.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {type Field, newField} from '../state/dialog.ts';

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

	/** The index of the choice that Enter makes. */
	get chosen(): number {
		return this.#choice;
	}
}

/** The flag that answers a question, with the choice or the typed value; empty means `removed`. */
export function flagFor({flag, choices}: Question, choice: number, value?: string): string[] {
	const [option = '', argument] = flag.split(/ (.*)/s);
	if (argument === undefined) return [option];
	const chosen = choices[choice] === 'removed' ? '' : choices[choice];
	return [option, `${argument.slice(0, argument.indexOf('='))}=${value ?? chosen}`];
}
