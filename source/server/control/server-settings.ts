import {existsSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import {readPackage} from '../../project/settings/mikro-orm-config-file.ts';
import {type CompleteSettings, completeServer} from '../../project/settings/settings.ts';

/** What runs: the routes of the settings, a file of the project, or any command. */
export type ServerTarget =
	| {kind: 'urls'}
	| {kind: 'file'; file: string}
	| {kind: 'command'; command: string};

/**
 * What `server` in the settings names; in a plain MikroORM project, `quarterdeck.server` in
 * package.json, or its `main`.
 * @throws CommandError `no-server`
 */
export function serverTargetOf(project: Project): ServerTarget {
	const {file, command} = serverSettingsOf(project);
	if (command !== undefined) return {kind: 'command', command};
	if (file !== undefined) return {kind: 'file', file: verified(file, project.root)};
	if (project.kind === 'quarterdeck') return {kind: 'urls'};
	const {main} = readPackage(project.root);
	if (typeof main === 'string' && existsSync(path.resolve(project.root, main)))
		return {kind: 'file', file: path.resolve(project.root, main)};
	throw new CommandError('This project does not say which server to run.', {
		code: 'no-server',
		hint: 'In package.json, name the file that exports or starts it: "quarterdeck": {"server": "./src/server.ts"}; or a command: {"server": {"command": "npm run dev"}}.',
	});
}

/** A plain project has no settings file; its package.json overrides the defaults. */
export function serverSettingsOf({settings, kind, root}: Project): CompleteSettings['server'] {
	if (kind === 'quarterdeck') return settings.server;
	return completeServer(readPackage(root).quarterdeck?.server);
}

function verified(file: string, root: string): string {
	const absolute = path.resolve(root, file);
	if (existsSync(absolute)) return absolute;
	throw new CommandError(`The server's file ${file} does not exist.`, {
		code: 'no-server',
		hint: 'Correct `server` in the settings.',
	});
}
