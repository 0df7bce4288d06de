import {accessSync, constants, statSync} from 'node:fs';
import {CommandError} from '../errors/command-error.ts';
import {nameOfUser} from '../system/file-owner.ts';
import {statePath} from './state-folder.ts';

/** The code of the problem in a status. */
export const stateUnreadable = 'state-unreadable';

/**
 * Only its owner can read the state folder. Other users must not conclude that there is no
 * server, log or run.
 * @returns why this user cannot read it; undefined when it is readable or missing
 */
export function whyStateIsUnreadable(root: string): CommandError | undefined {
	const {R_OK, X_OK} = constants;
	const folder = statePath(root);
	if (statSync(folder, {throwIfNoEntry: false})?.isDirectory() === false) {
		return new CommandError(`${folder} is not a folder.`, {
			code: stateUnreadable,
			hint: 'Remove it; Quarterdeck creates a folder there.',
		});
	}
	const denied = [
		[folder, R_OK | X_OK],
		[statePath(root, 'server.lock'), R_OK],
	].find(([file, mode]) => isDenied(file as string, mode as number));
	if (!denied) return undefined;
	const owner = nameOfUser(statSync(folder).uid);
	const command = `sudo -u ${owner.sudo} quarterdeck status`;
	return new CommandError(`The folder ${folder} belongs to ${owner.name} and cannot be read.`, {
		code: stateUnreadable,
		hint: `Look as its owner: ${command}`,
		ways: [{id: 'read-as-owner', command}],
	});
}

function isDenied(file: string, mode: number): boolean {
	try {
		accessSync(file, mode);
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EACCES';
	}
}
