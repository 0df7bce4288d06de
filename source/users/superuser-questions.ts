import {CommandError, type ExitCode, exitCodes} from '../errors/command-error.ts';
import {type Event, log} from '../runs/events.ts';
import {operatorName} from '../runs/operator.ts';
import type {Prompt} from '../terminal/prompt.ts';
import {created, type RequiredProperty, type Superusers} from './superusers.ts';

/** Values from flags. */
interface Given {
	username?: string;
	email?: string;
	bypassValidation: boolean;
}

/** The operator's login name, unless it is taken. */
export async function freeName(superusers: Superusers): Promise<string | undefined> {
	const username = operatorName();
	const errors = await superusers.validateIdentity({username, email: '', password: ''});
	return errors.username ? undefined : username;
}

/** Asks at the terminal, in Django's order and words; repeats invalid answers. */
export async function* askAndCreate(
	given: Given,
	superusers: Superusers,
	prompt: Prompt,
): AsyncGenerator<Event, ExitCode> {
	const username = yield* askUsername(given.username, superusers, prompt);
	const email = superusers.asksEmail ? yield* askEmail(given.email, superusers, prompt) : '';
	const answers = yield* askProperties(superusers, prompt);
	for (;;) {
		const password = yield* askPassword(prompt);
		const fields = {username, email, password, answers};
		const weak = given.bypassValidation ? undefined : (await superusers.validate(fields)).password;
		if (weak) {
			yield log.error(weak.join('\n'));
			const question = 'Bypass password validation and create user anyway? [y/N]: ';
			if (!(await prompt.confirm(question))) continue;
		}
		const errors = await superusers.create(fields, {bypassValidation: true});
		const sentences = Object.values(errors).flat();
		if (sentences.length > 0)
			throw new CommandError(sentences.join('\n'), {code: 'invalid-fields'});
		yield created;
		return exitCodes.done;
	}
}

async function* askUsername(
	given: string | undefined,
	superusers: Superusers,
	prompt: Prompt,
): AsyncGenerator<Event, string> {
	const fallback = await freeName(superusers);
	const label = superusers.usernameLabel;
	const question = fallback ? `${label} (leave blank to use '${fallback}'): ` : `${label}: `;
	for (;;) {
		const username = (given ?? (await prompt.text(question))) || (fallback ?? '');
		given = undefined;
		const identity = {username, email: '', password: ''};
		const {username: errors} = await superusers.validateIdentity(identity);
		if (!errors) return username;
		yield log.error(`Error: ${errors.join(' ')}`);
	}
}

async function* askEmail(
	given: string | undefined,
	superusers: Superusers,
	prompt: Prompt,
): AsyncGenerator<Event, string> {
	for (;;) {
		const email = (given ?? (await prompt.text('Email address: '))).trim();
		given = undefined;
		const {email: errors} = await superusers.validateIdentity({username: '', email, password: ''});
		if (!errors) return email;
		yield log.error(`Error: ${errors.join(' ')}`);
	}
}

/** Asks for each other property that the entity requires. */
async function* askProperties(
	superusers: Superusers,
	prompt: Prompt,
): AsyncGenerator<Event, Record<string, string>> {
	const answers: Record<string, string> = {};
	for (const property of superusers.questions) {
		for (;;) {
			answers[property.name] = await prompt.text(questionOf(property));
			const fields = {username: '', email: '', password: '', answers};
			const errors = (await superusers.validateIdentity(fields))[property.name];
			if (!errors) break;
			yield log.error(`Error: ${errors.join(' ')}`);
		}
	}
	return answers;
}

function questionOf({label, kind, choices}: RequiredProperty): string {
	if (kind === 'boolean') return `${label} [y/n]: `;
	return choices ? `${label} (${choices.join(', ')}): ` : `${label}: `;
}

async function* askPassword(prompt: Prompt): AsyncGenerator<Event, string> {
	for (;;) {
		const password = await prompt.secret('Password: ');
		const again = await prompt.secret('Password (again): ');
		if (password !== again) yield log.error("Error: Your passwords didn't match.");
		else if (password.trim() === '') yield log.error("Error: Blank passwords aren't allowed.");
		else return password;
	}
}
