import {defineCommand} from '../../command-definition/define-command.ts';
import {CommandError, exitCodes} from '../../errors/command-error.ts';
import {log} from '../../runs/events.ts';
import {passwordRefused} from '../../users/accounts.ts';
import {openSuperusers} from '../../users/open-superusers.ts';
import {createFromFlags, passwordVariable} from '../../users/superuser-flags.ts';
import {answerForm} from '../../users/superuser-form.ts';
import {askAndCreate, freeName} from '../../users/superuser-questions.ts';

export default defineCommand({
	flags: {
		username: {type: 'string', value: 'NAME', help: 'set the login name'},
		email: {type: 'string', value: 'ADDRESS', help: 'set the email address (optional)'},
		noinput: {
			type: 'boolean',
			help: `do not ask; read the password from ${passwordVariable} or --password-stdin`,
		},
		set: {
			type: 'string',
			many: true,
			value: 'PROPERTY=VALUE',
			help: 'set a property that your user entity requires; repeat for more',
		},
		passwordStdin: {type: 'boolean', help: 'read the password from the first line of stdin'},
		ifMissing: {type: 'boolean', help: 'do nothing if the user exists'},
		bypassValidation: {type: 'boolean', help: 'accept a weak password'},
		form: {type: 'boolean', help: 'answer the form of the dashboard', hidden: true},
	},
	refused: {
		password: `${passwordRefused} Use --password-stdin, or ${passwordVariable} with --noinput.`,
	},
	// The form keeps its own journal, which begins with Create.
	journal: ({form}) => !form,
	async *run(values, invocation) {
		const password = process.env[passwordVariable];
		delete process.env[passwordVariable];
		const superusers = yield* openSuperusers(invocation.directory);
		try {
			const {username, ifMissing, form, noinput, passwordStdin} = values;
			if (ifMissing && username && (await superusers.isTaken(username))) {
				yield log.info(`The user '${username}' already exists.`);
				return exitCodes.done;
			}
			if (form) return yield* answerForm(invocation, superusers, await freeName(superusers));
			if (noinput || passwordStdin) {
				return yield* createFromFlags(values, superusers, invocation.stdin, password);
			}
			if (!invocation.interactive) throw noTerminal();
			return yield* askAndCreate(values, superusers, invocation.prompt);
		} finally {
			await superusers.close();
		}
	},
});

function noTerminal(): CommandError {
	return new CommandError(
		'Superuser creation skipped due to not running in a TTY. You can run `quarterdeck createsuperuser` in your project to create one manually.',
		{
			code: 'no-terminal',
			hint: `In a script, use --noinput with ${passwordVariable}, or --password-stdin.`,
		},
	);
}
