import {CommandError, type ExitCode, exitCodes} from '../errors/command-error.ts';
import {type Event, log} from '../runs/events.ts';
import {operatorName} from '../runs/operator.ts';
import type {Prompt} from '../terminal/prompt.ts';
import {
	created,
	type RequiredProperty,
	type SuperuserFields,
	type Superusers,
} from './superusers.ts';

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
	const identity = yield* askIdentity(given, superusers, prompt);
	for (;;) {
		const fields = {...identity, password: yield* askPassword(prompt)};
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

/** Asks for everything but the password: name, email address and what else the entity requires. */
async function* askIdentity(
	given: Given,
	superusers: Superusers,
	prompt: Prompt,
): AsyncGenerator<Event, Omit<SuperuserFields, 'password'>> {
	const errorsIn = async (field: string, typed: Partial<SuperuserFields>) => {
		const fields = {username: '', email: '', password: '', ...typed};
		return (await superusers.validateIdentity(fields))[field];
	};
	const {usernameLabel: label, asksEmail, questions} = superusers;
	const usual = (await freeName(superusers)) ?? '';
	const question = usual ? `${label} (leave blank to use '${usual}'): ` : `${label}: `;
	const username = yield* askUntilValid(prompt, question, given.username, typed =>
		errorsIn('username', {username: typed || usual}),
	);
	const email = asksEmail
		? yield* askUntilValid(prompt, 'Email address: ', given.email, typed =>
				errorsIn('email', {email: typed.trim()}),
			)
		: '';
	const answers: Record<string, string> = {};
	for (const property of questions) {
		const {name} = property;
		answers[name] = yield* askUntilValid(prompt, questionOf(property), undefined, typed =>
			errorsIn(name, {answers: {...answers, [name]: typed}}),
		);
	}
	return {username: username || usual, email: email.trim(), answers};
}

/** @param given a first answer, from a flag */
async function* askUntilValid(
	prompt: Prompt,
	question: string,
	given: string | undefined,
	errorsIn: (typed: string) => Promise<string[] | undefined>,
): AsyncGenerator<Event, string> {
	for (let typed = given; ; typed = undefined) {
		typed ??= await prompt.text(question);
		const errors = await errorsIn(typed);
		if (!errors) return typed;
		yield log.error(`Error: ${errors.join(' ')}`);
	}
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
