import {fork} from 'node:child_process';
import type {IncomingHttpHeaders} from 'node:http';
import {packageFile} from '../../system/package-files.ts';
import {plural} from '../../words/plural.ts';
import type {Finding} from '../finding/finding.ts';

/** A cookie that this check sets on each response, with default options. */
export const probeCookie = 'quarterdeck-check';

/** The headers of the responses to https and http, or why there are none. */
export type ApplicationReport =
	| {secure: IncomingHttpHeaders; plain: IncomingHttpHeaders}
	| {failure: Finding};

export function failure(message: string, hint?: string): {failure: Finding} {
	return {failure: {id: 'server.E002', level: 'error', message, hint}};
}

/**
 * Runs the project's application in a child process, which ends with everything it opened.
 * @param timeout seconds to wait for an answer
 */
export function askApplication(root: string, timeout: number): Promise<ApplicationReport> {
	const child = fork(packageFile('dist/checks/deployment/ask-application.js'), [root], {
		cwd: root,
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
		execArgv: [],
	});
	return new Promise<ApplicationReport>(resolve => {
		const fail = (message: string, hint?: string) => resolve(failure(message, hint));
		const timer = setTimeout(
			() =>
				fail(
					`The application did not answer within ${plural(timeout, 'second')}.`,
					'Let it take longer: --timeout SECONDS.',
				),
			timeout * 1000,
		);
		child.once('message', report => resolve(report as ApplicationReport));
		child.once('error', error => fail(`The application could not be started: ${error.message}.`));
		child.once('exit', () => fail('The application exited before it answered.'));
		child.once('close', () => clearTimeout(timer));
	}).finally(() => child.kill('SIGKILL'));
}
