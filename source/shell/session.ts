import {start} from 'node:repl';
import type {Project} from '../project/open.ts';
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
	const server = start({
		prompt: environment === 'development' ? `${name}> ` : `${name} (${environment})> `,
		// Else dates and errors that are typed here would be of another kind than MikroORM's own.
		useGlobal: true,
		breakEvalOnSigint: true,
		useColors,
	});
	Object.assign(server.context, scope);
	const ended = new Promise<void>(resolve => server.once('exit', resolve));
	signal.addEventListener('abort', () => server.close());
	await keepHistory(server, root);
	await ended;
}
