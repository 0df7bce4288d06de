import {findAppCommands, loadAppCommand} from '../command-definition/app-commands.ts';
import {isCommandError} from '../errors/command-error.ts';
import {type CheckSite, findingOf} from './finding/check.ts';
import type {Finding} from './finding/finding.ts';

/** The apps' commands can be loaded. Files without an export are ignored. */
export async function* checkApps({project}: CheckSite): AsyncGenerator<Finding> {
	for (const command of findAppCommands(project)) {
		try {
			await loadAppCommand(command, project.root);
		} catch (error) {
			if (isCommandError(error) && error.code === 'no-command') continue;
			yield findingOf('commands.E001', error);
		}
	}
}
