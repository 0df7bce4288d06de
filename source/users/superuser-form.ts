import {createInterface} from 'node:readline';
import {CommandError, type ExitCode, exitCodes, isCommandError} from '../errors/command-error.ts';
import {findProject} from '../project/settings/find.ts';
import type {Event} from '../runs/events.ts';
import {Journal} from '../runs/journal.ts';
import {created, type FieldErrors, type Superusers} from './superusers.ts';

/** The operator, and the input of the form. */
interface Form {
	directory: string;
	/** One JSON message per line. */
	stdin: NodeJS.ReadableStream;
	signal: AbortSignal;
}

/** A message of the dashboard's form, one per line. */
interface Message {
	type: 'check' | 'create';
	username: string;
	email: string;
	password: string;
	passwordAgain: string;
	/** Keyed by the names of the form's `questions`. */
	answers?: Record<string, string>;
	bypassValidation?: boolean;
}

/**
 * Serves the dashboard's form: answers each `check` and `create` with errors by field.
 * Ends after creating the superuser.
 * @param username the default
 */
export async function* answerForm(
	{directory, stdin, signal}: Form,
	superusers: Superusers,
	username = '',
): AsyncGenerator<Event, ExitCode> {
	yield answer({type: 'form', username, ...whatDiffers(superusers)});
	for await (const line of createInterface({input: stdin, signal})) {
		if (line.trim() === '') continue;
		const message = messageOf(line);
		let errors = await errorsIn(message, superusers);
		if (message.type === 'create' && isEmpty(errors)) {
			errors = await create(directory, message, superusers);
			if (isEmpty(errors)) {
				yield created;
				yield {type: 'run-ended', exitCode: exitCodes.done};
				return exitCodes.done;
			}
		}
		yield answer({type: 'field-errors', errors});
	}
	return exitCodes.interrupted;
}

/** With `bypassValidation`, a weak password is accepted. */
async function errorsIn(message: Message, superusers: Superusers): Promise<FieldErrors> {
	const bypass = message.type === 'create' && message.bypassValidation;
	return bypass && message.password.trim() !== ''
		? superusers.validateIdentity(message)
		: superusers.validate(message);
}

function isEmpty(errors: FieldErrors): boolean {
	return Object.keys(errors).length === 0;
}

/** Only this changes data, so only this has a journal. */
async function create(
	directory: string,
	{bypassValidation, ...fields}: Message,
	superusers: Superusers,
): Promise<FieldErrors> {
	const journal = new Journal(findProject(directory).root, 'createsuperuser');
	journal.write(journal.started());
	let exitCode: ExitCode = exitCodes.failed;
	try {
		const errors = await superusers.create(fields, {bypassValidation});
		const [refused] = Object.values(errors).flat();
		if (refused === undefined) exitCode = exitCodes.done;
		journal.write(refused === undefined ? created : failure(refused));
		return errors;
	} catch (error) {
		if (isCommandError(error)) journal.write(failure(error.message));
		throw error;
	} finally {
		journal.write({type: 'run-ended', exitCode});
		journal.end(exitCode);
	}
}

function failure(message: string): Event {
	return {type: 'error', code: 'failed', message};
}

/** Only the differences from the auth app's form. */
function whatDiffers({usernameLabel, asksEmail, questions}: Superusers): Partial<Superusers> {
	return {
		...(usernameLabel !== 'Username' && {usernameLabel}),
		...(!asksEmail && {asksEmail}),
		...(questions.length > 0 && {questions}),
	};
}

/** Kept out of the journal, because the errors reveal something about the password. */
function answer(value: object): Event {
	return {type: 'result', value, text: '', unrecorded: true};
}

/** @throws CommandError that does not repeat the input */
function messageOf(line: string): Message {
	let message: Partial<Message> = {};
	try {
		message = JSON.parse(line) ?? {};
	} catch {}
	const {type, username, email = '', password, passwordAgain, answers = {}} = message;
	const texts = [username, email, password, passwordAgain, ...Object.values(answers)];
	if ((type !== 'check' && type !== 'create') || texts.some(text => typeof text !== 'string')) {
		throw new CommandError('The form sent a line that is not a message.', {
			code: 'usage',
			exitCode: exitCodes.usage,
			hint: 'Expected {"type": "check" or "create", "username", "email", "password", "passwordAgain", "answers": {…}}.',
		});
	}
	return {
		...(message as Message),
		email,
		answers,
		bypassValidation: message.bypassValidation === true,
	};
}
