import {start} from 'node:repl';
import type {Project} from '../project/project.ts';
import {stopWholeJob} from '../terminal/whole-job.ts';
import {keepHistory} from './history.ts';
import type {Scope} from './scope.ts';

/**
 * A read-eval-print loop until ^D. Errors are printed; ^C interrupts the running line.
 * @param options.signal ends the session
 */
export async function openSession(
	{root, settings}: Project,
	scope: Scope,
	{signal, useColors}: {signal: AbortSignal; useColors: boolean},
): Promise<void> {
	const {name, environment} = settings;
	// A SIGINT listener would disable the REPL's own handling of ^C.
	process.removeAllListeners('SIGINT');
	const server = start({
		prompt: environment === 'development' ? `${name}> ` : `${name} (${environment})> `,
		// Uses this realm's globals, so that dates and errors are instances of MikroORM's classes.
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
