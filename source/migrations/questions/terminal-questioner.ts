import {CommandError, exitCodes} from '../../errors/command-error.ts';
import {mistakeInValue} from './answers.ts';
import type {Interaction} from './consent.ts';
import {
	type DefaultQuestion,
	defaultText,
	type Questioner,
	type RenameQuestion,
	renameText,
} from './questioner.ts';

/** Asks at the terminal, in Django's words. */
export class TerminalQuestioner implements Questioner {
	readonly #prompt: Interaction['prompt'];

	constructor(prompt: Interaction['prompt']) {
		this.#prompt = prompt;
	}

	async renamedTo(question: RenameQuestion): Promise<string | undefined> {
		for (const candidate of question.candidates) {
			if (await this.#prompt.confirm(`${renameText(question, candidate)} [y/N] `)) return candidate;
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
		const text = `${defaultText(question)}\nPlease select a fix:`;
		const choice = choices[await this.#prompt.choose(text, choices)];
		if (choice === ignore) return undefined;
		if (choice === provide) return this.#value();
		throw new CommandError('Nothing was written.', {
			code: 'answer-needed',
			exitCode: exitCodes.answerNeeded,
			hint: `Give ${question.property} a default, or make it nullable.`,
		});
	}

	async #value(): Promise<string> {
		let question = "Value in SQL, for example 'x' or 0: ";
		for (;;) {
			const sql = (await this.#prompt.text(question)).trim();
			const mistake = mistakeInValue(sql);
			if (!mistake) return sql;
			question = `${mistake}\nValue in SQL: `;
		}
	}
}
