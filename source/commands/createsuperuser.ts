import {createInterface} from 'node:readline';
import {CommandError, type ExitCode, exitCodes} from '../errors.ts';
import type {Event} from '../runs/events.ts';
import {operatorName} from '../runs/operator.ts';
import {type Accounts, openAccounts, passwordRefused} from './accounts.ts';
import type {Command, Input} from './command.ts';
import {answerForm} from './superuser-form.ts';

/** Read once, and then gone: a process that is started later must not inherit it. */
const passwordVariable = 'QUARTERDECK_SUPERUSER_PASSWORD';

const created: Event = {type: 'log', level: 'success', text: 'Superuser created successfully.'};

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

/** The operating system's name for who types, when nobody here has it yet. */
async function freeName({auth, em}: Accounts): Promise<string | undefined> {
	const username = operatorName();
	const errors = await auth.validateIdentity(em, {username, email: '', password: ''});
	return errors.username ? undefined : username;
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

async function* askAndCreate(input: Input, accounts: Accounts): AsyncGenerator<Event, ExitCode> {
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
