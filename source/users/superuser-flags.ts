import {createInterface} from 'node:readline';
import {CommandError, type ExitCode, exitCodes} from '../errors/command-error.ts';
import type {Event} from '../runs/events.ts';
import {created, type FieldErrors, type RequiredProperty, type Superusers} from './superusers.ts';

/** Read and deleted, so that child processes do not inherit it. */
export const passwordVariable = 'QUARTERDECK_SUPERUSER_PASSWORD';

interface SuperuserFlags {
	username?: string;
	email?: string;
	/** Each `property=value`. */
	set: string[];
	noinput: boolean;
	passwordStdin: boolean;
	bypassValidation: boolean;
}

/**
 * Creates a superuser from flags, without questions.
 * @param stdin the source of the password for `--password-stdin`
 * @throws CommandError `usage`, `no-password`, `invalid-fields`
 */
export async function* createFromFlags(
	flags: SuperuserFlags,
	superusers: Superusers,
	stdin: NodeJS.ReadableStream,
	passwordOfEnvironment: string | undefined,
): AsyncGenerator<Event, ExitCode> {
	const {username, email = '', set, bypassValidation} = flags;
	if (username === undefined) {
		const flag = flags.noinput ? '--noinput' : '--password-stdin';
		throw new CommandError(`You must use --username with ${flag}.`, {code: 'usage'});
	}
	if (username.trim() === '') {
		throw new CommandError(`${superusers.usernameLabel} cannot be blank.`, {code: 'usage'});
	}
	const password = flags.passwordStdin ? await firstLine(stdin) : passwordOfEnvironment;
	if (password === undefined) {
		throw new CommandError('No password was given, and a user without one could never log in.', {
			code: 'no-password',
			hint: `Set ${passwordVariable}, or send it with --password-stdin.`,
		});
	}
	const fields = {username, email, password, answers: answersIn(set)};
	refuse(await superusers.create(fields, {bypassValidation}), superusers.questions);
	yield created;
	return exitCodes.done;
}

/** `--set phone=123` */
function answersIn(set: string[]): Record<string, string> {
	return Object.fromEntries(
		set.map(text => {
			const index = text.indexOf('=');
			if (index > 0) return [text.slice(0, index), text.slice(index + 1)];
			throw new CommandError(`--set ${text} has no value.`, {
				code: 'usage',
				exitCode: exitCodes.usage,
				hint: 'Expected --set property=value.',
			});
		}),
	);
}

/** @throws CommandError with all messages; those on other properties start with the name */
function refuse(errors: FieldErrors, questions: RequiredProperty[]): void {
	const sentences = Object.entries(errors).flatMap(([field, texts]) => {
		const own = questions.find(({name}) => name === field);
		return texts.map(text => (own ? `${own.label}: ${text}` : text));
	});
	if (sentences.length === 0) return;
	const missing = questions.find(({name}) => errors[name]);
	throw new CommandError(sentences.join('\n'), {
		code: 'invalid-fields',
		hint: missing
			? `Give it with --set ${missing.name}=VALUE.`
			: errors.password && '--bypass-validation accepts a weak password.',
	});
}

async function firstLine(stdin: NodeJS.ReadableStream): Promise<string> {
	for await (const line of createInterface({input: stdin})) return line;
	return '';
}
