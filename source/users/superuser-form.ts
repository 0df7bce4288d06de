import {createInterface} from 'node:readline';
import {CommandError, type ExitCode, exitCodes, isCommandError} from '../errors/command-error.ts';
import {findProject} from '../project/settings/find.ts';
import type {Event} from '../runs/events.ts';
import {Journal} from '../runs/journal.ts';
import {created, type FieldErrors, type Superusers} from './superusers.ts';

/** Who fills in the form, and where it is filled in. */
interface Form {
	directory: string;
	/** One JSON message a line. */
	stdin: NodeJS.ReadableStream;
	signal: AbortSignal;
}

/** What the dashboard's form sends, one object a line. */
interface Message {
	type: 'check' | 'create';
	username: string;
	email: string;
	password: string;
	passwordAgain: string;
	/** By the names of the form's `questions`. */
	answers?: Record<string, string>;
	bypassValidation?: boolean;
}

/**
 * Answers a form that the dashboard shows: each `check` and `create` with the errors of its fields.
 * It ends once the superuser is created.
 * @param username offered as the default
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

/** A weak password is no error with `bypassValidation`. */
async function errorsIn(message: Message, superusers: Superusers): Promise<FieldErrors> {
	const bypass = message.type === 'create' && message.bypassValidation;
	return bypass && message.password.trim() !== ''
		? superusers.validateIdentity(message)
		: superusers.validate(message);
}

function isEmpty(errors: FieldErrors): boolean {
	return Object.keys(errors).length === 0;
}

/** Only this changes something, and gets a journal. */
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

/** Only what differs from the form of the auth app. */
function whatDiffers({usernameLabel, asksEmail, questions}: Superusers): Partial<Superusers> {
	return {
		...(usernameLabel !== 'Username' && {usernameLabel}),
		...(!asksEmail && {asksEmail}),
		...(questions.length > 0 && {questions}),
	};
}

/** Not for the journal: the errors say something about the password that is being typed. */
function answer(value: object): Event {
	return {type: 'result', value, text: '', unrecorded: true};
}

/** @throws CommandError, which does not repeat what was sent */
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
