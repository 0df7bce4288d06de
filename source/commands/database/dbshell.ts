import {defineCommand} from '../../command-definition/define-command.ts';
import {runDatabaseClient} from '../../database-client/run.ts';
import type {ExitCode} from '../../errors/command-error.ts';
import {openProject} from '../../project/open/open.ts';

export default defineCommand({
	arguments: {
		words: {
			many: true,
			optional: true,
			value: '-- ARGUMENTS',
			help: 'arguments for the client: -- -c "select 1"',
		},
	},
	leavesInterrupts: true,
	// biome-ignore lint/correctness/useYield: the client prints everything itself
	async *run({words}, {directory, signal}) {
		// Before .env is read: the client must not get its secrets.
		const environment = {...process.env};
		const project = await openProject(directory);
		return (await runDatabaseClient(project, {words, environment}, signal)) as ExitCode;
	},
});
