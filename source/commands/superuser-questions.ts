import {CommandError, type ExitCode, exitCodes} from '../errors.ts';
import type {Event} from '../runs/events.ts';
import {operatorName} from '../runs/operator.ts';
import type {Accounts} from './accounts.ts';
import type {Input} from './command.ts';

export const created: Event = {
	type: 'log',
	level: 'success',
	text: 'Superuser created successfully.',
};

/** The operating system's name for who types, when nobody here has it yet. */
export async function freeName({auth, em}: Accounts): Promise<string | undefined> {
	const username = operatorName();
	const errors = await auth.validateIdentity(em, {username, email: '', password: ''});
	return errors.username ? undefined : username;
}

/** The questions of a terminal, in Django's order and words; a wrong answer is asked for again. */
export async function* askAndCreate(
	input: Input,
	accounts: Accounts,
): AsyncGenerator<Event, ExitCode> {
	const username = yield* askUsername(input, accounts);
	const email = yield* askEmail(input, accounts);
	for (;;) {
		const password = yield* askPassword(input);
		const fields = {username, email, password};
		const weak = input.options['bypass-validation']
			? undefined
			: (await accounts.auth.validateSuperuser(accounts.em, fields)).password;
		if (weak) {
			yield complaint(weak.join('\n'));
			const question = 'Bypass password validation and create user anyway? [y/N]: ';
			if (!(await input.prompt.confirm(question))) continue;
		}
		const {auth, em, cost} = accounts;
		const errors = await auth.createSuperuser(em, fields, {cost, bypassValidation: true});
		const sentences = Object.values(errors).flat();
		if (sentences.length > 0)
			throw new CommandError(sentences.join('\n'), {code: 'invalid-fields'});
		yield created;
		return exitCodes.done;
	}
}

async function* askUsername(
	{options, prompt}: Input,
	accounts: Accounts,
): AsyncGenerator<Event, string> {
	const fallback = await freeName(accounts);
	const question = fallback ? `Username (leave blank to use '${fallback}'): ` : 'Username: ';
	let given: string | undefined = options.username;
	for (;;) {
		const username = (given ?? (await prompt.text(question))) || (fallback ?? '');
		given = undefined;
		const {auth, em} = accounts;
		const {username: errors} = await auth.validateIdentity(em, {username, email: '', password: ''});
		if (!errors) return username;
		yield complaint(`Error: ${errors.join(' ')}`);
	}
}

async function* askEmail(
	{options, prompt}: Input,
	{auth, em}: Accounts,
): AsyncGenerator<Event, string> {
	let given: string | undefined = options.email;
	for (;;) {
		const email = (given ?? (await prompt.text('Email address: '))).trim();
		given = undefined;
		const {email: errors} = await auth.validateIdentity(em, {username: '', email, password: ''});
		if (!errors) return email;
		yield complaint(`Error: ${errors.join(' ')}`);
	}
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
