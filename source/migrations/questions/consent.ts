import {type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {databaseAddress, databasePlace} from '../../project/database/address.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';

/** How to ask, and how to be interrupted. */
export interface Interaction {
	/** Whether a person can answer. */
	interactive: boolean;
	prompt: {
		confirm(question: string): Promise<boolean>;
		text(question: string): Promise<string>;
		/** @returns the index of the choice, from 0 */
		choose(question: string, choices: string[]): Promise<number>;
	};
	signal: AbortSignal;
}

/** How an author consents in the migration. */
function acceptanceOf(codes: string[]): string | undefined {
	if (codes.length === 0) return undefined;
	const reasons = [...new Set(codes)].map(code => `${code}: 'the reason'`).join(', ');
	return `or accept it in the migration: static accepts = {${reasons}};`;
}

/**
 * @param codes of the warnings that need the consent
 * @returns the exit code unless the answer was yes
 */
export async function* consentTo(
	text: string,
	codes: string[],
	{interactive, prompt}: Interaction,
): AsyncGenerator<Event, ExitCode | undefined> {
	if (!interactive) {
		return yield* unanswered('data-loss', text, '--allow-data-loss', acceptanceOf(codes));
	}
	const isAllowed = await prompt.confirm(`${text}\nContinue? [y/N] `);
	return isAllowed ? undefined : yield* refused();
}

/**
 * In production, a yes is not enough: the database's name must be typed, or a flag given.
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
	if (!interactive) return yield* unanswered('production', text, '--allow-production');
	const typed = await prompt.text(`${text}\nType the database's name, ${name}, to continue: `);
	return typed.trim() === name ? undefined : yield* refused();
}

/**
 * A copy keeps statements away from the database, but not code away from the world.
 * @param found migrations that run code, and what else reaches outside of the copy
 * @returns the exit code unless it is allowed
 */
export async function* consentToCode(
	{code, reach}: {code: string[]; reach: string | undefined},
	{allowCode}: {allowCode?: boolean},
	{interactive, prompt}: Interaction,
): AsyncGenerator<Event, ExitCode | undefined> {
	if (allowCode || (code.length === 0 && !reach)) return undefined;
	const text = [
		...(code.length > 0 ? [`The plan runs code: ${code.join(', ')}.`] : []),
		...(reach ? [`The database reaches beyond itself: ${reach}.`] : []),
		'A copy protects the database only: files that it writes and mails that it sends are real.',
	].join(' ');
	if (!interactive) return yield* unanswered('rehearse-code', text, '--allow-code');
	const typed = await prompt.text(`${text}\nType 'rehearse' to run it on the copy: `);
	return typed.trim() === 'rehearse' ? undefined : yield* refused();
}

/**
 * A question that `--noinput` answers with yes.
 * @returns undefined if it cannot be answered; it is reported then
 */
export async function* confirmed(
	id: string,
	text: string,
	{noinput}: {noinput?: boolean},
	{interactive, prompt}: Interaction,
): AsyncGenerator<Event, boolean | undefined> {
	if (noinput) return true;
	if (interactive) return prompt.confirm(`${text} [y/N] `);
	yield* unanswered(id, text, '--noinput');
	return undefined;
}

async function* refused(): AsyncGenerator<Event, ExitCode> {
	yield log.info('Nothing was changed.');
	return exitCodes.failed;
}

/** Reports a question that needs an answer. @param flag that gives it */
export async function* unanswered(
	id: string,
	text: string,
	flag: string,
	hint?: string,
): AsyncGenerator<Event, ExitCode> {
	yield {
		...{type: 'question', id, kind: 'confirm', text, choices: ['yes', 'no'], flag},
		...(hint !== undefined && {hint}),
	};
	return exitCodes.answerNeeded;
}
