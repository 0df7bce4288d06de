import {type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {databaseAddress, databasePlace} from '../../project/database/address.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log, type Question} from '../../runs/events.ts';

/** Where an answer may come from. */
export interface Asking {
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
	{interactive, prompt}: Asking,
): AsyncGenerator<Event, ExitCode | undefined> {
	if (!interactive) {
		yield confirmation('data-loss', text, '--allow-data-loss');
		return exitCodes.answerNeeded;
	}
	if (await prompt.confirm(`${text}\nGo on? [y/N] `)) return undefined;
	yield log.info('Nothing was changed.');
	return exitCodes.failed;
}

/**
 * In production a yes is too quickly said: the database's name is typed, or a flag given.
 * @param done what would be done, as a sentence
 * @returns the exit code unless it may be
 */
export async function* consentInProduction(
	project: Project,
	done: string,
	{allowProduction}: {allowProduction?: boolean},
	{interactive, prompt}: Asking,
): AsyncGenerator<Event, ExitCode | undefined> {
	if (project.settings.environment !== 'production' || allowProduction) return undefined;
	const address = databaseAddress(project);
	const {driver, name} = address;
	const text = `This is PRODUCTION: the ${driver} database ${databasePlace(address)}. ${done}`;
	if (!interactive) {
		yield confirmation('production', text, '--allow-production');
		return exitCodes.answerNeeded;
	}
	if ((await prompt.text(`${text}\nType the database's name, ${name}, to go on: `)).trim() === name)
		return undefined;
	yield log.info('Nothing was changed.');
	return exitCodes.failed;
}

/**
 * What `--noinput` says yes to.
 * @returns undefined where nobody can answer; the question is told then
 */
export async function* confirmed(
	id: string,
	text: string,
	{noinput}: {noinput?: boolean},
	{interactive, prompt}: Asking,
): AsyncGenerator<Event, boolean | undefined> {
	if (noinput) return true;
	if (interactive) return prompt.confirm(`${text} [y/N] `);
	yield confirmation(id, text, '--noinput');
	return undefined;
}

/** What is told where nobody can answer. */
function confirmation(id: string, text: string, flag: string): Question {
	return {type: 'question', id, kind: 'confirm', text, choices: ['yes', 'no'], flag};
}
