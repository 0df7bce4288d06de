import {start} from 'node:repl';
import type {Project} from '../project/project.ts';
import {stopWholeJob} from '../terminal/whole-job.ts';
import {keepHistory} from './history.ts';
import type {Scope} from './scope.ts';

/**
 * Reads and runs line after line until ^D. An error is shown and ends nothing; ^C ends what runs.
 * @param options.signal aborted: the session is ended
 */
export async function openSession(
	{root, settings}: Project,
	scope: Scope,
	{signal, useColors}: {signal: AbortSignal; useColors: boolean},
): Promise<void> {
	const {name, environment} = settings;
	// Node's watch for ^C over a line that runs does not survive a listener: it would end us.
	process.removeAllListeners('SIGINT');
	const server = start({
		prompt: environment === 'development' ? `${name}> ` : `${name} (${environment})> `,
		// Else dates and errors that are typed here would be of another kind than MikroORM's own.
		useGlobal: true,
		breakEvalOnSigint: true,
		useColors,
	});
	Object.assign(server.context, scope);
	const ended = new Promise<void>(resolve => server.once('exit', resolve));
	stopWholeJob(server);
	signal.addEventListener('abort', () => server.close());
	await keepHistory(server, root);
	await ended;
}
