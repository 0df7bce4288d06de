import type {Command} from '../command-definition/command.ts';
import {runDatabaseClient} from '../database-client/run.ts';
import type {ExitCode} from '../errors/command-error.ts';
import {openProject} from '../project/open/open.ts';

const command: Command = {
	usage: '[-- ARGUMENTS…]',
	maximum: Number.POSITIVE_INFINITY,
	arguments: {'ARGUMENTS…': 'for the client itself: -- -c "select 1"'},
	leavesInterrupts: true,
	// biome-ignore lint/correctness/useYield: all that there is to tell, the client tells by itself
	async *run({directory, positionals, signal}) {
		// Before any .env is read: its secrets are none of the client's.
		const environment = {...process.env};
		const project = await openProject(directory);
		return (await runDatabaseClient(
			project,
			{words: positionals, environment},
			signal,
		)) as ExitCode;
	},
};

export default command;
