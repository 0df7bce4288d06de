import {CommandError, exitCodes} from '../../errors/command-error.ts';
import {mistakeInValue} from './answers.ts';
import {
	type DefaultQuestion,
	defaultText,
	type Questioner,
	type RenameQuestion,
	renameText,
} from './questioner.ts';

/** The part of a terminal's prompt that is needed here. */
export interface Person {
	text(question: string): Promise<string>;
	confirm(question: string): Promise<boolean>;
	choose(question: string, choices: string[]): Promise<number>;
}

/** Asks at the terminal, in Django's words. */
export class TerminalQuestioner implements Questioner {
	readonly #person: Person;

	constructor(person: Person) {
		this.#person = person;
	}

	async renamedTo(question: RenameQuestion): Promise<string | undefined> {
		for (const candidate of question.candidates) {
			if (await this.#person.confirm(`${renameText(question, candidate)} [y/N] `)) return candidate;
		}
		return undefined;
	}

	async oneOffDefault(question: DefaultQuestion): Promise<string | undefined> {
		const provide =
			'Provide a one-off default now (will be set on all existing rows with a null value for this column)';
		const ignore =
			'Ignore for now. Existing rows that contain NULL values will have to be handled manually';
		const quit = 'Quit and define a default value in the entity';
		const choices = question.reason === 'null' ? [provide, ignore, quit] : [provide, quit];
		const choice =
			choices[await this.#person.choose(`${defaultText(question)}\nPlease select a fix:`, choices)];
		if (choice === ignore) return undefined;
		if (choice === quit) {
			throw new CommandError('Nothing was written.', {
				code: 'answer-needed',
				exitCode: exitCodes.answerNeeded,
				hint: `Give ${question.property} a default, or make it nullable.`,
			});
		}
		return this.#value();
	}

	async #value(): Promise<string> {
		let question = "The value in SQL, 'x' or 0 say: ";
		for (;;) {
			const sql = (await this.#person.text(question)).trim();
			const mistake = mistakeInValue(sql);
			if (!mistake) return sql;
			question = `${mistake}\nThe value in SQL: `;
		}
	}
}
