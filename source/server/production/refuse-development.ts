import {CommandError} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import {serverTargetOf} from '../control/server-settings.ts';

/** Refuses to show routes and sources to visitors, and projects with their own server. */
export function refuseDevelopment(project: Project): void {
	const {settings} = project;
	if (settings.debug) {
		throw new CommandError('debug is on: visitors would see routes and source code.', {
			code: 'debug',
			hint: 'Set NODE_ENV=production, or debug: false in the settings.',
		});
	}
	const served = serverTargetOf(project);
	if (served.kind === 'urls') return;
	throw new CommandError('This project runs its own server.', {
		code: 'own-server',
		hint:
			served.kind === 'file'
				? "Run that file with Node; 'quarterdeck systemd' prints a unit for it."
				: "Run its command; 'quarterdeck systemd' prints a unit for it.",
	});
}
