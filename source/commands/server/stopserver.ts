import {defineCommand} from '../../command-definition/define-command.ts';
import type {Invocation} from '../../command-definition/invocation.ts';
import {CommandError, exitCodes} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import {findProject} from '../../project/settings/find.ts';
import {log} from '../../runs/events.ts';
import {operatorName} from '../../runs/operator.ts';
import {forceStopServer} from '../../server/control/force-stop.ts';
import {readServerStatus, stopServer} from '../../server/control/lifecycle.ts';

export default defineCommand({
	flags: {
		force: {type: 'boolean', help: 'kill a server that does not respond, after asking'},
		noinput: {type: 'boolean', help: 'do not ask'},
	},
	journal: true,

	async *run({force, noinput}, invocation) {
		const {root} = findProject(invocation.directory);
		const by = {operator: operatorName()};
		if (force && !noinput) await confirm(root, invocation);
		const stop = force ? forceStopServer : stopServer;
		const wasRunning = await stop(root, by);
		yield log.info(wasRunning ? 'Server stopped.' : 'No server is running.');
	},
});

/** Requests in progress are lost, so a person is asked. */
async function confirm(root: string, {interactive, prompt}: Invocation): Promise<void> {
	const {state, pid} = await readServerStatus(root);
	if (state !== 'unresponsive') return;
	const question = `The server (pid ${pid}) does not answer. End it by force?`;
	if (interactive && (await prompt.confirm(question))) return;
	throw new CommandError(interactive ? 'The server was left as it is.' : question, {
		code: 'answer-needed',
		hint: 'To end it without a question: quarterdeck stopserver --force --noinput',
		ways: [ways.forceStopServer],
		exitCode: interactive ? exitCodes.failed : exitCodes.answerNeeded,
	});
}
