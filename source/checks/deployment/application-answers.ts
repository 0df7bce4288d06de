import {fork} from 'node:child_process';
import type {IncomingHttpHeaders} from 'node:http';
import {packageFile} from '../../system/package-files.ts';
import type {Finding} from '../finding/finding.ts';

/** A cookie that this check sets on each response, with default options. */
export const probeCookie = 'quarterdeck-check';

/** The headers of the responses to https and http, or why there are none. */
export type ApplicationReport =
	| {secure: IncomingHttpHeaders; plain: IncomingHttpHeaders}
	| {failure: Finding};

export function failure(message: string): {failure: Finding} {
	return {failure: {id: 'server.E002', level: 'error', message}};
}

/** Milliseconds to wait for an answer. */
const timeout = 20_000;

/** Runs the project's application in a child process, which ends with everything it opened. */
export function askApplication(root: string): Promise<ApplicationReport> {
	const child = fork(packageFile('dist/checks/deployment/ask-application.js'), [root], {
		cwd: root,
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
		execArgv: [],
	});
	return new Promise<ApplicationReport>(resolve => {
		const fail = (message: string) => resolve(failure(message));
		const timer = setTimeout(
			() => fail(`The application did not answer within ${timeout / 1000} seconds.`),
			timeout,
		);
		child.once('message', report => resolve(report as ApplicationReport));
		child.once('error', error => fail(`The application could not be started: ${error.message}.`));
		child.once('exit', () => fail('The application exited before it answered.'));
		child.once('close', () => clearTimeout(timer));
	}).finally(() => child.kill('SIGKILL'));
}
