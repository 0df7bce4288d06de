import {isIP} from 'node:net';
import type {Command} from '../command-definition/command.ts';
import {CommandError, exitCodes} from '../errors/command-error.ts';
import {openAccounts} from '../users/accounts.ts';

const command: Command = {
	usage: '[USERNAME]',
	maximum: 1,
	journal: true,
	options: {
		ip: {type: 'string', value: 'ADDRESS', help: 'whoever failed from this address’s network'},
		all: {type: 'boolean', help: 'everybody'},
	},
	async *run({directory, options, positionals: [username]}) {
		const {ip: address, all} = options;
		if (!username && !address && !all) {
			throw new CommandError('Whose failed logins?', {
				code: 'usage',
				exitCode: exitCodes.usage,
				hint: "Type 'quarterdeck unlocklogin USERNAME', or --ip ADDRESS, or --all.",
			});
		}
		if (address && isIP(address) === 0) {
			throw new CommandError(`'${address}' is no IP address.`, {
				code: 'usage',
				exitCode: exitCodes.usage,
			});
		}
		const {auth, em, close} = yield* openAccounts(directory);
		try {
			const count = await auth.forgetFailures(em, all ? {} : {username, address});
			const text = count > 0 ? 'Failed logins forgotten.' : 'There were no failed logins.';
			yield {type: 'log', level: count > 0 ? 'success' : 'info', text};
		} finally {
			await close();
		}
	},
};

export default command;
