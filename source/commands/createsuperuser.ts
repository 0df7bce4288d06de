import {createInterface} from 'node:readline';
import {CommandError, type ExitCode, exitCodes} from '../errors.ts';
import type {Event} from '../runs/events.ts';
import {type Accounts, openAccounts, passwordRefused} from './accounts.ts';
import type {Command, Input} from './command.ts';
import {answerForm} from './superuser-form.ts';
import {askAndCreate, created, freeName} from './superuser-questions.ts';

/** Read once, and then gone: a process that is started later must not inherit it. */
const passwordVariable = 'QUARTERDECK_SUPERUSER_PASSWORD';

const command: Command = {
	journal: true,
	options: {
		username: {type: 'string', value: 'NAME', help: 'the login name'},
		email: {type: 'string', value: 'ADDRESS', help: 'may be left out'},
		noinput: {
			type: 'boolean',
			help: `ask nothing; the password comes from ${passwordVariable} or --password-stdin`,
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
		const accounts = yield* openAccounts(input.directory);
		try {
			const {username} = input.options;
			if (input.options['if-missing'] && username && (await isThere(accounts, username))) {
				yield {type: 'log', level: 'info', text: `The user '${username}' exists already.`};
				return exitCodes.done;
			}
			if (input.options.form) {
				return yield* answerForm(input, accounts, (await freeName(accounts)) ?? '');
			}
			if (input.options.noinput || input.options['password-stdin']) {
				return yield* createUnasked(input, accounts, password);
			}
			if (!input.interactive) throw noTerminal();
			return yield* askAndCreate(input, accounts);
		} finally {
			await accounts.close();
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

async function isThere({auth, em}: Accounts, username: string): Promise<boolean> {
	return auth.isTaken(em, username);
}

async function* createUnasked(
	{options, stdin}: Input,
	{auth, em, cost}: Accounts,
	fromEnvironment: string | undefined,
): AsyncGenerator<Event, ExitCode> {
	const {username, email = ''} = options;
	if (username === undefined) {
		const flag = options.noinput ? '--noinput' : '--password-stdin';
		throw new CommandError(`You must use --username with ${flag}.`, {code: 'usage'});
	}
	const password = options['password-stdin'] ? await firstLine(stdin) : fromEnvironment;
	if (password === undefined) {
		throw new CommandError('No password was given, and a user without one could never log in.', {
			code: 'no-password',
			hint: `Set ${passwordVariable}, or send it with --password-stdin.`,
		});
	}
	const errors = await auth.createSuperuser(
		em,
		{username, email, password},
		{cost, bypassValidation: options['bypass-validation']},
	);
	const sentences = Object.values(errors).flat();
	if (sentences.length > 0) {
		throw new CommandError(sentences.join('\n'), {
			code: 'invalid-fields',
			hint: errors.password ? '--bypass-validation takes a weak password.' : undefined,
		});
	}
	yield created;
	return exitCodes.done;
}

async function firstLine(stdin: NodeJS.ReadableStream): Promise<string> {
	for await (const line of createInterface({input: stdin})) return line;
	return '';
}
