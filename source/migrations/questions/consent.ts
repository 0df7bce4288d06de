import {type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {databaseAddress, databasePlace} from '../../project/database/address.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log, type Question} from '../../runs/events.ts';

/** Whom to ask, and how to be interrupted. */
export interface Interaction {
	/** False where nobody can answer. */
	interactive: boolean;
	prompt: {
		confirm(question: string): Promise<boolean>;
		text(question: string): Promise<string>;
		/** @returns the index of the choice, from 0 */
		choose(question: string, choices: string[]): Promise<number>;
	};
	signal: AbortSignal;
}

/** @returns the exit code unless the answer was yes */
export async function* consentTo(
	text: string,
	{interactive, prompt}: Interaction,
): AsyncGenerator<Event, ExitCode | undefined> {
	if (!interactive) {
		yield confirmation('data-loss', text, '--allow-data-loss');
		return exitCodes.answerNeeded;
	}
	if (await prompt.confirm(`${text}\nContinue? [y/N] `)) return undefined;
	yield log.info('Nothing was changed.');
	return exitCodes.failed;
}

/**
 * In production a yes is too easy: the database's name has to be typed, or a flag given.
 * @param change what would be done, as a sentence
 * @returns the exit code unless it is allowed
 */
export async function* consentInProduction(
	project: Project,
	change: string,
	{allowProduction}: {allowProduction?: boolean},
	{interactive, prompt}: Interaction,
): AsyncGenerator<Event, ExitCode | undefined> {
	if (project.settings.environment !== 'production' || allowProduction) return undefined;
	const address = databaseAddress(project);
	const {driver, name} = address;
	const text = `This is PRODUCTION: the ${driver} database ${databasePlace(address)}. ${change}`;
	if (!interactive) {
		yield confirmation('production', text, '--allow-production');
		return exitCodes.answerNeeded;
	}
	const typed = await prompt.text(`${text}\nType the database's name, ${name}, to continue: `);
	if (typed.trim() === name) return undefined;
	yield log.info('Nothing was changed.');
	return exitCodes.failed;
}

/**
 * A question that `--noinput` answers with yes.
 * @returns undefined where nobody can answer; the question is reported then
 */
export async function* confirmed(
	id: string,
	text: string,
	{noinput}: {noinput?: boolean},
	{interactive, prompt}: Interaction,
): AsyncGenerator<Event, boolean | undefined> {
	if (noinput) return true;
	if (interactive) return prompt.confirm(`${text} [y/N] `);
	yield confirmation(id, text, '--noinput');
	return undefined;
}

function confirmation(id: string, text: string, flag: string): Question {
	return {type: 'question', id, kind: 'confirm', text, choices: ['yes', 'no'], flag};
}
