import {fork} from 'node:child_process';
import type {Failure} from '../../server/control/failure.ts';
import {packageFile} from '../../system/package-files.ts';
import type {Answer} from './ask.ts';

/** Set at every request that is asked here, without a word about how. */
export const probeCookie = 'quarterdeck-check';

/** What was answered over https, and over http; or why nothing was. */
export type ApplicationReport = {secure: Answer; plain: Answer} | {failure: Failure};

/** Milliseconds until an application counts as one that does not answer. */
const patience = 20_000;

/** Starts the project's application in a process of its own, and ends it with all that it opened. */
export function askApplication(root: string): Promise<ApplicationReport> {
	const child = fork(packageFile('dist/checks/deployment/ask-application.js'), [root], {
		cwd: root,
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
		execArgv: [],
	});
	return new Promise<ApplicationReport>(resolve => {
		const silent = (message: string) => () => resolve({failure: {message}});
		const timer = setTimeout(
			silent(`The application did not answer within ${patience / 1000} seconds.`),
			patience,
		);
		child.once('message', report => resolve(report as ApplicationReport));
		child.once('error', error => silent(`The application could not be asked: ${error.message}.`)());
		child.once('exit', silent('The application ended while it was asked.'));
		child.once('close', () => clearTimeout(timer));
	}).finally(() => child.kill('SIGKILL'));
}
