import {accessSync, constants, existsSync, lstatSync} from 'node:fs';
import {CommandError} from '../../errors/command-error.ts';
import {statePath} from '../../runs/state-folder.ts';
import {foreignVersion, recordPath} from './server-state.ts';

/**
 * Only the owner of the project starts its server, where its state can be written.
 * @throws CommandError `other-user`, `state-not-writable`, `state-version`
 */
export function verifyStateIsOurs(root: string): void {
	verifyServerIsOurs(root);
	verifyWritable(existsSync(statePath(root)) ? statePath(root) : root);
}

/**
 * Only the owner of the project stops and restarts its server, with a Quarterdeck that can read the existing
 * state; also on a disk that is read-only by now.
 * @throws CommandError `other-user`, `state-version`
 */
export function verifyServerIsOurs(root: string): void {
	const folder = statePath(root);
	if (lstatSync(folder, {throwIfNoEntry: false})) verifyOwner(folder);
	const version = foreignVersion(root);
	if (version === undefined) return;
	throw new CommandError(versionSentence(root, version), {
		code: 'state-version',
		hint: 'Update Quarterdeck, or stop that server with the version that started it and delete the file.',
	});
}

export function versionSentence(root: string, version: unknown): string {
	const shown = JSON.stringify(version)?.slice(0, 20);
	return `${recordPath(root)} was written by another version of Quarterdeck (format ${shown}).`;
}

function verifyOwner(folder: string): void {
	const status = lstatSync(folder);
	if (!status.isDirectory()) {
		throw new CommandError(`${folder} is not a folder.`, {
			code: 'other-user',
			hint: 'Remove it; Quarterdeck creates a folder there.',
		});
	}
	const user = process.geteuid?.();
	if (user === undefined || status.uid === user) return;
	throw new CommandError(`The folder ${folder} belongs to another user.`, {
		code: 'other-user',
		hint: 'Only the owner of the project can start and stop its server.',
	});
}

function verifyWritable(folder: string): void {
	try {
		accessSync(folder, constants.W_OK | constants.X_OK);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw new CommandError(`The folder ${folder} cannot be written (${code}).`, {
			code: 'state-not-writable',
			hint: 'The server keeps its lock, its state and its log in .quarterdeck, in the project’s folder.',
			cause: error,
		});
	}
}
