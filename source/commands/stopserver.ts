import type {Command, Input} from '../command-definition/command.ts';
import {CommandError, exitCodes} from '../errors/command-error.ts';
import {findProject} from '../project/settings/find.ts';
import {operatorName} from '../runs/operator.ts';
import {forceStopServer} from '../server/control/force-stop.ts';
import {readServerStatus, stopServer} from '../server/control/lifecycle.ts';

const command: Command = {
	options: {
		force: {type: 'boolean', help: 'End a server that does not answer, after a question.'},
		noinput: {type: 'boolean', help: 'Do not ask; with --force, end it.'},
	},
	journal: true,

	async *run(input) {
		const {root} = findProject(input.directory);
		const by = {operator: operatorName()};
		if (input.options.force) await confirm(root, input);
		const stop = input.options.force ? forceStopServer : stopServer;
		const wasRunning = await stop(root, by);
		const text = wasRunning ? 'Server stopped.' : 'No server is running.';
		yield {type: 'log', level: 'info', text};
	},
};

export default command;

/** Answers under way are lost, so a person is asked. */
async function confirm(root: string, {options, interactive, prompt}: Input): Promise<void> {
	const {state, pid} = await readServerStatus(root);
	if (state !== 'unresponsive' || options.noinput) return;
	const question = `The server (pid ${pid}) does not answer. End it by force?`;
	if (interactive && (await prompt.confirm(question))) return;
	throw new CommandError(interactive ? 'The server was left as it is.' : question, {
		code: 'answer-needed',
		hint: 'To end it without a question: quarterdeck stopserver --force --noinput',
		exitCode: interactive ? exitCodes.failed : exitCodes.answerNeeded,
	});
}
