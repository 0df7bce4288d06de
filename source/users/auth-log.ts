import {setTimeout as pause} from 'node:timers/promises';
import {report} from '../contrib/auth/auth-log.ts';
import type {Project} from '../project/project.ts';
import type {AuthEvent} from '../project/settings/auth-event.ts';
import {hostName, operatorName} from '../runs/operator.ts';
import {ensureStateFolder} from '../runs/state-folder.ts';
import {serverLogPath} from '../server/control/log-file.ts';
import {appendLinesTo} from '../system/append-file.ts';

/** Milliseconds that a command waits for the hook. */
const longestHook = 5000;

/** Tells the server's log and `settings.auth.onEvent` what a command did to a user. Never fails. @param isOver resolves when the hook takes too long */
export async function reportOfCommand(
	{root, settings}: Pick<Project, 'root' | 'settings'>,
	type: AuthEvent['type'],
	username: string,
	isOver = (signal: AbortSignal): Promise<unknown> => pause(longestHook, undefined, {signal}),
): Promise<void> {
	const operator = `${operatorName()}@${hostName()}`;
	const log = (line: string) => {
		try {
			ensureStateFolder(root);
			appendLinesTo(serverLogPath(root), `${line}\n`);
		} catch {
			// A full disk is no reason to say that the command has failed.
		}
	};
	const reported = report(settings, log, {type, username, operator});
	const waiting = new AbortController();
	// The timer keeps the process alive: a hook that waits for nothing would end it in the middle.
	const isLate = isOver(waiting.signal).then(
		() => log(`auth: onEvent was not waited for any longer than ${longestHook / 1000} seconds`),
		() => {},
	);
	await Promise.race([reported, isLate]);
	waiting.abort();
}
