import {existsSync, statSync} from 'node:fs';
import {userInfo} from 'node:os';
import path from 'node:path';
import type {Project} from '../../project/project.ts';
import {packageFile} from '../../system/package-files.ts';
import type {ServerTarget} from '../control/server-settings.ts';
import {hardening} from './hardening.ts';

/**
 * A unit that runs the project's server in production and restarts it when it fails.
 * @param isUsers for the user's own systemd, which can neither change users nor hide folders
 */
export function systemdUnit(project: Project, served: ServerTarget, isUsers = false): string {
	const {root, settings} = project;
	const port = served.kind === 'urls' ? '' : ` PORT=${settings.server.port}`;
	const network = isUsers ? [] : ['After=network-online.target', 'Wants=network-online.target'];
	return [
		'[Unit]',
		`Description=${literal(settings.name)}`,
		...network,
		'',
		'[Service]',
		...(isUsers ? [] : [`User=${ownerOf(root)}`]),
		`WorkingDirectory=${literal(root)}`,
		`Environment=NODE_ENV=production${port}`,
		`EnvironmentFile=-${literal(path.join(root, '.env'))}`,
		`ExecStart=${commandLine(root, served)}`,
		'Restart=on-failure',
		'RestartSec=2',
		// Only a change to the project can fix this.
		...(served.kind !== 'command' ? ['RestartPreventExitStatus=2'] : []),
		'TimeoutStopSec=10',
		'NoNewPrivileges=true',
		...(isUsers ? [] : hardening(project, settings.server.port, quoted)),
		'',
		'[Install]',
		`WantedBy=${isUsers ? 'default' : 'multi-user'}.target`,
	].join('\n');
}

/** Relative paths survive moving the project, and are short. */
function commandLine(root: string, served: ServerTarget): string {
	if (served.kind === 'command') return `/bin/sh -c ${quoted(served.command)}`;
	// Node 22 warns about the type stripping that projects rely on.
	return [process.execPath, '--disable-warning=ExperimentalWarning', serveFile(root)]
		.map(quoted)
		.join(' ');
}

function serveFile(root: string): string {
	const usual = 'node_modules/quarterdeck/dist/server/serve.js';
	return existsSync(path.join(root, usual)) ? usual : packageFile('dist/server/serve.js');
}

/** The owner of the project, even if root prints the unit. */
function ownerOf(root: string): string {
	const owner = ownerIdOf(root);
	try {
		const {uid, username} = userInfo();
		if (uid === owner) return username;
	} catch {
		// In a container, a user may have no name.
	}
	return String(owner);
}

/** Whether the unit would run the server as root. */
export function runsAsRoot(root: string): boolean {
	return ownerIdOf(root) === 0;
}

function ownerIdOf(root: string): number {
	return existsSync(root) ? statSync(root).uid : process.getuid!();
}

/** Quotes a word of a command line for systemd, which expands % and $. */
function quoted(word: string): string {
	const safe = literal(word.replace(/[\\"]/g, '\\$&')).replaceAll('$', '$$$$');
	return /^[\w./@:=+-]+$/.test(safe) ? safe : `"${safe}"`;
}

function literal(text: string): string {
	return text.replaceAll('%', '%%');
}
