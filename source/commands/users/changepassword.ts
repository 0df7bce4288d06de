import {defineCommand} from '../../command-definition/define-command.ts';
import {CommandError} from '../../errors/command-error.ts';
import {openProject} from '../../project/open/open.ts';
import {type Event, log} from '../../runs/events.ts';
import type {Prompt} from '../../terminal/prompt.ts';
import {openAccounts, passwordRefused} from '../../users/accounts.ts';

const tries = 3;

export default defineCommand({
	arguments: {username: {}},
	journal: true,
	refused: {password: `${passwordRefused} The command asks for it.`},
	async *run({username}, {directory, interactive, prompt}) {
		const {auth, em, settings, report, close} = yield* openAccounts(await openProject(directory));
		try {
			const user = await auth.findUser(em, settings, username);
			if (!user)
				throw new CommandError(`user '${username}' does not exist`, {code: 'unknown-user'});
			if (!interactive) {
				throw new CommandError('A terminal is needed to ask for the password.', {
					code: 'no-terminal',
				});
			}
			yield log.info(`Changing password for user '${user.username}'`);
			const password = yield* newPassword(prompt, text =>
				auth.passwordErrors(settings, text, user),
			);
			if (password === undefined) throw tooManyAttempts(user.username);
			await auth.setPassword(em, settings, user, password);
			await report('password-reset', user.username);
			yield log.success(`Password changed successfully for user '${user.username}'`);
		} finally {
			await close();
		}
	},
});

/** Asks until an acceptable password is typed twice. @returns undefined after too many attempts */
async function* newPassword(
	prompt: Prompt,
	errorsOf: (password: string) => Promise<string[]>,
): AsyncGenerator<Event, string | undefined> {
	for (let count = 0; count < tries; count++) {
		const password = await prompt.secret('Password: ');
		const isSame = password === (await prompt.secret('Password (again): '));
		const errors = isSame
			? await errorsOf(password)
			: ['Passwords do not match. Please try again.'];
		if (errors.length === 0) return password;
		yield log.error(errors.join('\n'));
	}
	return undefined;
}

function tooManyAttempts(username: string): CommandError {
	return new CommandError(
		`Aborting password change for user '${username}' after ${tries} attempts`,
		{code: 'too-many-attempts'},
	);
}
