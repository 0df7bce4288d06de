import {createInterface} from 'node:readline';
import type {Command, Input} from '../command-definition/command.ts';
import {CommandError, type ExitCode, exitCodes} from '../errors/command-error.ts';
import type {Event} from '../runs/events.ts';
import {passwordRefused} from '../users/accounts.ts';
import {answerForm} from '../users/superuser-form.ts';
import {askAndCreate, created, freeName} from '../users/superuser-questions.ts';
import {
	type FieldErrors,
	openSuperusers,
	type RequiredProperty,
	type Superusers,
} from '../users/superusers.ts';

/** Read once, and then gone: a process that is started later must not inherit it. */
const passwordVariable = 'QUARTERDECK_SUPERUSER_PASSWORD';

const command: Command = {
	// The form writes one from Create on.
	journal: ({form}) => !form,
	options: {
		username: {type: 'string', value: 'NAME', help: 'the login name'},
		email: {type: 'string', value: 'ADDRESS', help: 'may be left out'},
		noinput: {
			type: 'boolean',
			help: `ask nothing; the password comes from ${passwordVariable} or --password-stdin`,
		},
		set: {
			type: 'string',
			multiple: true,
			value: 'PROPERTY=VALUE',
			help: 'what your own entity of users demands besides; may be given several times',
		},
		'password-stdin': {type: 'boolean', help: 'read the password from the first line of stdin'},
		'if-missing': {type: 'boolean', help: 'do nothing when the username exists already'},
		'bypass-validation': {type: 'boolean', help: 'take a weak password'},
		form: {type: 'boolean', help: 'answer the dashboard’s form', hidden: true},
	},
	refused: {
		password: `${passwordRefused} Use --password-stdin, or ${passwordVariable} with --noinput.`,
	},
	async *run(input) {
		const password = process.env[passwordVariable];
		delete process.env[passwordVariable];
		const superusers = yield* openSuperusers(input.directory);
		try {
			const {username} = input.options;
			if (input.options['if-missing'] && username && (await superusers.isTaken(username))) {
				yield {type: 'log', level: 'info', text: `The user '${username}' exists already.`};
				return exitCodes.done;
			}
			if (input.options.form) {
				return yield* answerForm(input, superusers, (await freeName(superusers)) ?? '');
			}
			if (input.options.noinput || input.options['password-stdin']) {
				return yield* createUnasked(input, superusers, password);
			}
			if (!input.interactive) throw noTerminal();
			return yield* askAndCreate(input, superusers);
		} finally {
			await superusers.close();
		}
	},
};

export default command;

function noTerminal(): CommandError {
	return new CommandError(
		'Superuser creation skipped due to not running in a TTY. You can run `quarterdeck createsuperuser` in your project to create one manually.',
		{
			code: 'no-terminal',
			hint: `In a script, use --noinput with ${passwordVariable}, or --password-stdin.`,
		},
	);
}

async function* createUnasked(
	{options, stdin}: Input,
	superusers: Superusers,
	fromEnvironment: string | undefined,
): AsyncGenerator<Event, ExitCode> {
	const {username, email = ''} = options;
	if (username === undefined) {
		const flag = options.noinput ? '--noinput' : '--password-stdin';
		throw new CommandError(`You must use --username with ${flag}.`, {code: 'usage'});
	}
	if (username.trim() === '') {
		throw new CommandError(`${superusers.usernameLabel} cannot be blank.`, {code: 'usage'});
	}
	const password = options['password-stdin'] ? await firstLine(stdin) : fromEnvironment;
	if (password === undefined) {
		throw new CommandError('No password was given, and a user without one could never log in.', {
			code: 'no-password',
			hint: `Set ${passwordVariable}, or send it with --password-stdin.`,
		});
	}
	const errors = await superusers.create(
		{username, email, password, answers: givenAnswers(options.set)},
		{bypassValidation: options['bypass-validation']},
	);
	refuse(errors, superusers.questions);
	yield created;
	return exitCodes.done;
}

/** `--set phone=123` */
function givenAnswers(given: string[] = []): Record<string, string> {
	return Object.fromEntries(
		given.map(text => {
			const index = text.indexOf('=');
			if (index > 0) return [text.slice(0, index), text.slice(index + 1)];
			throw new CommandError(`--set ${text} gives nothing to a property.`, {
				code: 'usage',
				exitCode: exitCodes.usage,
				hint: 'Expected --set property=value.',
			});
		}),
	);
}

/** @throws CommandError with every sentence; a property of the project's own is named before its */
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
			: errors.password && '--bypass-validation takes a weak password.',
	});
}

async function firstLine(stdin: NodeJS.ReadableStream): Promise<string> {
	for await (const line of createInterface({input: stdin})) return line;
	return '';
}
