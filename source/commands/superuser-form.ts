import {createInterface} from 'node:readline';
import {CommandError, type ExitCode, exitCodes} from '../errors.ts';
import type {Event} from '../runs/events.ts';
import type {Input} from './command.ts';
import type {Superusers} from './superusers.ts';

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
 * Answers a form that is filled in elsewhere: each `check` with the errors of its fields, `create` as
 * well, or by creating the superuser, which ends it.
 * @param username offered as the default
 */
export async function* answerForm(
	{stdin, signal}: Pick<Input, 'stdin' | 'signal'>,
	superusers: Superusers,
	username: string,
): AsyncGenerator<Event, ExitCode> {
	yield answer({type: 'form', username, ...whatDiffers(superusers)});
	for await (const line of createInterface({input: stdin, signal})) {
		if (line.trim() === '') continue;
		const {type, bypassValidation, ...fields} = messageOf(line);
		const errors =
			type === 'check'
				? await superusers.validate(fields)
				: await superusers.create(fields, {bypassValidation});
		if (type === 'create' && Object.keys(errors).length === 0) {
			yield {type: 'log', level: 'success', text: 'Superuser created successfully.'};
			return exitCodes.done;
		}
		yield answer({type: 'field-errors', errors});
	}
	return exitCodes.interrupted;
}

/** From the form for our own entity of users. */
function whatDiffers({usernameLabel, asksEmail, questions}: Superusers): Partial<Superusers> {
	return {
		...(usernameLabel !== 'Username' && {usernameLabel}),
		...(!asksEmail && {asksEmail}),
		...(questions.length > 0 && {questions}),
	};
}

/** Not for the journal: the errors tell something about a password that is being typed. */
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
		throw new CommandError('The form sent a line that is no message.', {
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
