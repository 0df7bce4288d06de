import type {Input} from '../command-definition/command.ts';
import {CommandError, type ExitCode, exitCodes} from '../errors/command-error.ts';
import type {Event} from '../runs/events.ts';
import {operatorName} from '../runs/operator.ts';
import type {RequiredProperty, Superusers} from './superusers.ts';

export const created: Event = {
	type: 'log',
	level: 'success',
	text: 'Superuser created successfully.',
};

/** The operating system's name for who types, when nobody here has it yet. */
export async function freeName(superusers: Superusers): Promise<string | undefined> {
	const username = operatorName();
	const errors = await superusers.validateIdentity({username, email: '', password: ''});
	return errors.username ? undefined : username;
}

/** The questions of a terminal, in Django's order and words; a wrong answer is asked for again. */
export async function* askAndCreate(
	input: Input,
	superusers: Superusers,
): AsyncGenerator<Event, ExitCode> {
	const username = yield* askUsername(input, superusers);
	const email = superusers.asksEmail ? yield* askEmail(input, superusers) : '';
	const answers = yield* askProperties(input, superusers);
	for (;;) {
		const password = yield* askPassword(input);
		const fields = {username, email, password, answers};
		const weak = input.options['bypass-validation']
			? undefined
			: (await superusers.validate(fields)).password;
		if (weak) {
			yield complaint(weak.join('\n'));
			const question = 'Bypass password validation and create user anyway? [y/N]: ';
			if (!(await input.prompt.confirm(question))) continue;
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
	{options, prompt}: Input,
	superusers: Superusers,
): AsyncGenerator<Event, string> {
	const fallback = await freeName(superusers);
	const label = superusers.usernameLabel;
	const question = fallback ? `${label} (leave blank to use '${fallback}'): ` : `${label}: `;
	let given: string | undefined = options.username;
	for (;;) {
		const username = (given ?? (await prompt.text(question))) || (fallback ?? '');
		given = undefined;
		const identity = {username, email: '', password: ''};
		const {username: errors} = await superusers.validateIdentity(identity);
		if (!errors) return username;
		yield complaint(`Error: ${errors.join(' ')}`);
	}
}

async function* askEmail(
	{options, prompt}: Input,
	superusers: Superusers,
): AsyncGenerator<Event, string> {
	let given: string | undefined = options.email;
	for (;;) {
		const email = (given ?? (await prompt.text('Email address: '))).trim();
		given = undefined;
		const {email: errors} = await superusers.validateIdentity({username: '', email, password: ''});
		if (!errors) return email;
		yield complaint(`Error: ${errors.join(' ')}`);
	}
}

/** What the project's own entity demands, one question a property. */
async function* askProperties(
	{prompt}: Input,
	superusers: Superusers,
): AsyncGenerator<Event, Record<string, string>> {
	const answers: Record<string, string> = {};
	for (const property of superusers.questions) {
		for (;;) {
			answers[property.name] = await prompt.text(questionOf(property));
			const fields = {username: '', email: '', password: '', answers};
			const errors = (await superusers.validateIdentity(fields))[property.name];
			if (!errors) break;
			yield complaint(`Error: ${errors.join(' ')}`);
		}
	}
	return answers;
}

function questionOf({label, kind, choices}: RequiredProperty): string {
	if (kind === 'boolean') return `${label} [y/n]: `;
	return choices ? `${label} (${choices.join(', ')}): ` : `${label}: `;
}

async function* askPassword({prompt}: Input): AsyncGenerator<Event, string> {
	for (;;) {
		const password = await prompt.secret('Password: ');
		const again = await prompt.secret('Password (again): ');
		if (password !== again) yield complaint("Error: Your passwords didn't match.");
		else if (password.trim() === '') yield complaint("Error: Blank passwords aren't allowed.");
		else return password;
	}
}

function complaint(text: string): Event {
	return {type: 'log', level: 'error', text};
}
