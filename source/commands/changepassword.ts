import type {Command, Input} from '../command-definition/command.ts';
import {CommandError, exitCodes} from '../errors/command-error.ts';
import type {Event} from '../runs/events.ts';
import {openAccounts, passwordRefused} from '../users/accounts.ts';

const tries = 3;

const command: Command = {
	usage: 'USERNAME',
	maximum: 1,
	journal: true,
	refused: {password: `${passwordRefused} It is asked for.`},
	async *run({directory, interactive, positionals: [username], prompt}) {
		if (username === undefined) {
			throw new CommandError('Whose password?', {
				code: 'usage',
				exitCode: exitCodes.usage,
				hint: "Type 'quarterdeck changepassword USERNAME'.",
			});
		}
		const {auth, em, settings, close} = yield* openAccounts(directory);
		try {
			const user = await auth.findUser(em, settings, username);
			if (!user)
				throw new CommandError(`user '${username}' does not exist`, {code: 'unknown-user'});
			if (!interactive) {
				throw new CommandError('A password is asked for, and here is no terminal to ask at.', {
					code: 'no-terminal',
				});
			}
			yield {type: 'log', level: 'info', text: `Changing password for user '${user.username}'`};
			const password = yield* newPassword(prompt, text =>
				auth.passwordErrors(settings, text, user),
			);
			if (password === undefined) throw tooManyAttempts(user.username);
			await auth.setPassword(em, settings, user, password);
			const text = `Password changed successfully for user '${user.username}'`;
			yield {type: 'log', level: 'success', text};
		} finally {
			await close();
		}
	},
};

export default command;

/**
 * Asks until one is typed twice that nothing is said against.
 * @returns undefined after too many attempts
 */
async function* newPassword(
	prompt: Input['prompt'],
	errorsOf: (password: string) => Promise<string[]>,
): AsyncGenerator<Event, string | undefined> {
	for (let count = 0; count < tries; count++) {
		const password = await prompt.secret('Password: ');
		const isSame = password === (await prompt.secret('Password (again): '));
		const errors = isSame
			? await errorsOf(password)
			: ['Passwords do not match. Please try again.'];
		if (errors.length === 0) return password;
		yield {type: 'log', level: 'error', text: errors.join('\n')};
	}
	return undefined;
}

function tooManyAttempts(username: string): CommandError {
	return new CommandError(
		`Aborting password change for user '${username}' after ${tries} attempts`,
		{code: 'too-many-attempts'},
	);
}
