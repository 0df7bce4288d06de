import {CommandError, exitCodes} from '../errors.ts';
import type {Event} from '../runs/events.ts';
import {openAccounts, passwordRefused} from './accounts.ts';
import type {Command} from './command.ts';

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
			for (let count = 0; count < tries; count++) {
				const password = await prompt.secret('Password: ');
				if (password !== (await prompt.secret('Password (again): '))) {
					yield complaint('Passwords do not match. Please try again.');
					continue;
				}
				const errors = await auth.passwordErrors(settings, password, user);
				if (errors.length > 0) {
					yield complaint(errors.join('\n'));
					continue;
				}
				await auth.setPassword(em, settings, user, password);
				const text = `Password changed successfully for user '${user.username}'`;
				yield {type: 'log', level: 'success', text};
				return;
			}
			throw new CommandError(
				`Aborting password change for user '${user.username}' after ${tries} attempts`,
				{code: 'too-many-attempts'},
			);
		} finally {
			await close();
		}
	},
};

export default command;

function complaint(text: string): Event {
	return {type: 'log', level: 'error', text};
}
