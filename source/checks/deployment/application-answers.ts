import {fork} from 'node:child_process';
import type {Failure} from '../../server/control/failure.ts';
import {packageFile} from '../../system/package-files.ts';
import type {Answer} from './ask.ts';

/** A cookie that this check sets on each response, with default options. */
export const probeCookie = 'quarterdeck-check';

/** The responses to https and http, or why there are none. */
export type ApplicationReport = {secure: Answer; plain: Answer} | {failure: Failure};

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
		const silent = (message: string) => () => resolve({failure: {message}});
		const timer = setTimeout(
			silent(`The application did not answer within ${timeout / 1000} seconds.`),
			timeout,
		);
		child.once('message', report => resolve(report as ApplicationReport));
		child.once('error', error =>
			silent(`The application could not be started: ${error.message}.`)(),
		);
		child.once('exit', silent('The application exited before it answered.'));
		child.once('close', () => clearTimeout(timer));
	}).finally(() => child.kill('SIGKILL'));
}
