import {CommandError} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import {type ServerTarget, serverTargetOf} from '../control/server-settings.ts';

/**
 * Refuses to show routes and sources to visitors, and to run what is no program of Node.
 * @returns what to serve
 * @throws CommandError `debug`, `own-server`, `no-server`
 */
export function refuseDevelopment(project: Project): Exclude<ServerTarget, {kind: 'command'}> {
	if (project.settings.debug) {
		throw new CommandError('debug is on: visitors would see routes and source code.', {
			code: 'debug',
			hint: 'Set NODE_ENV=production, or debug: false in the settings.',
		});
	}
	const target = serverTargetOf(project);
	if (target.kind !== 'command') return target;
	throw new CommandError('This project runs a command as its server.', {
		code: 'own-server',
		hint: "Run that command; 'quarterdeck systemd' prints a unit for it.",
	});
}
