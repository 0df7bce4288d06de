import {CommandError, exitCodes} from '../../errors/command-error.ts';
import {mistakeInValue} from './answers.ts';
import type {Interaction} from './consent.ts';
import {defaultText, type Questioner, renameText} from './questioner.ts';

const provide =
	'Provide a one-off default now (will be set on all existing rows with a null value for this column)';
const ignore =
	'Ignore for now. Existing rows that contain NULL values will have to be handled manually';
const quit = 'Quit and define a default value in the entity';

/** Asks at the terminal, in Django's words. */
export function terminalQuestioner(prompt: Interaction['prompt']): Questioner {
	return {
		async renamedTo(question) {
			for (const candidate of question.candidates) {
				if (await prompt.confirm(`${renameText(question, candidate)} [y/N] `)) return candidate;
			}
			return undefined;
		},
		async oneOffDefault(question) {
			const choices = question.reason === 'null' ? [provide, ignore, quit] : [provide, quit];
			const text = `${defaultText(question)}\nPlease select a fix:`;
			const choice = choices[await prompt.choose(text, choices)];
			if (choice === ignore) return undefined;
			if (choice === provide) return askForValue(prompt);
			throw new CommandError('Nothing was written.', {
				code: 'answer-needed',
				exitCode: exitCodes.answerNeeded,
				hint: `Give ${question.property} a default, or make it nullable.`,
			});
		},
	};
}

async function askForValue(prompt: Interaction['prompt']): Promise<string> {
	let question = "Value in SQL, for example 'x' or 0: ";
	for (;;) {
		const sql = (await prompt.text(question)).trim();
		const mistake = mistakeInValue(sql);
		if (!mistake) return sql;
		question = `${mistake}\nValue in SQL: `;
	}
}
