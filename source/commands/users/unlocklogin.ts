import {isIP} from 'node:net';
import {defineCommand} from '../../command-definition/define-command.ts';
import {usage} from '../../command-definition/values.ts';
import {openProject} from '../../project/open/open.ts';
import {log} from '../../runs/events.ts';
import {openAccounts} from '../../users/accounts.ts';

export default defineCommand({
	arguments: {username: {optional: true}},
	flags: {
		ip: {
			type: 'string',
			value: 'ADDRESS',
			help: 'forget the failed logins from the networks of this address; with a name, make it known to the user',
		},
		all: {type: 'boolean', help: 'forget all failed logins'},
	},
	journal: true,
	async *run({username, ip: address, all}, {directory}) {
		if (!username && !address && !all) {
			throw usage('unlocklogin', 'USERNAME, --ip ADDRESS or --all is needed.');
		}
		if (address && isIP(address) === 0) {
			throw usage('unlocklogin', `'${address}' is not an IP address.`);
		}
		const {auth, em, close} = yield* openAccounts(await openProject(directory));
		try {
			const count = await auth.forgetFailures(em, all ? {} : {username, address});
			yield count > 0
				? log.success('Failed logins forgotten.')
				: log.info('There were no failed logins.');
			if (!username || !address || all) return;
			await auth.knowNetwork(em, username, address);
			yield log.info(`For '${username}', failures elsewhere do not count at ${address}.`);
		} finally {
			await close();
		}
	},
});
