import {existsSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import {serverScripts} from '../../project/write/server-script.ts';

/** What runs: the routes of the settings, a file of the project, or any command. */
export type ServerTarget =
	| {kind: 'urls'}
	| {kind: 'file'; file: string}
	| {kind: 'command'; command: string};

/**
 * What `server` in the settings or in a plain project's package.json names.
 * @throws CommandError `no-server`
 */
export function serverTargetOf(project: Project): ServerTarget {
	const {file, command} = project.settings.server;
	if (command !== undefined) return {kind: 'command', command};
	if (file !== undefined) return {kind: 'file', file: verified(file, project.root)};
	if (project.kind === 'quarterdeck') return {kind: 'urls'};
	throw withoutServer(project.root);
}

function withoutServer(root: string): CommandError {
	const scripts = serverScripts(root);
	const names = scripts.map(({name}) => `'quarterdeck runserver --script ${name}'`);
	const offer = `Run one of its scripts with ${names.join(' or ')}, which notes it in package.json.\n`;
	return new CommandError('This project does not say which server to run.', {
		code: 'no-server',
		hint: `${names.length > 0 ? offer : ''}In package.json, name the file that exports or starts it: "quarterdeck": {"server": "./src/server.ts"}; or a command: {"server": {"command": "npm run dev"}}.`,
		ways: scripts.map(({name, text}) => ({
			...{id: 'serve-script', command: `quarterdeck runserver --script ${name}`},
			script: {name, text},
		})),
	});
}

function verified(file: string, root: string): string {
	const absolute = path.resolve(root, file);
	if (existsSync(absolute)) return absolute;
	throw new CommandError(`The server's file ${file} does not exist.`, {
		code: 'no-server',
		hint: 'Correct `server` in the settings.',
	});
}
