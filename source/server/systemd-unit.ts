import {userInfo} from 'node:os';
import path from 'node:path';
import {CommandError} from '../errors.ts';
import type {Project} from '../project/open.ts';
import type {Served} from './served.ts';

/**
 * A unit that runs the project's server in production, and again when it ends. To be written to
 * /etc/systemd/system by who may.
 * @throws CommandError `no-program` where only `urls` are served: those need a program that listens
 */
export function systemdUnit({root, settings}: Project, served: Served): string {
	if (served.kind === 'urls') {
		throw new CommandError('This project has no server file to run in production.', {
			code: 'no-program',
			hint: "Write one that listens, and name it in settings.ts: server: {file: './server.ts'}.",
		});
	}
	const command =
		served.kind === 'file'
			? `${quoted(process.execPath)} ${quoted(path.relative(root, served.file))}`
			: `/bin/sh -c ${quoted(served.command)}`;
	return `[Unit]
Description=${settings.name.replaceAll('%', '%%')}
After=network-online.target
Wants=network-online.target

[Service]
WorkingDirectory=${root.replaceAll('%', '%%')}
EnvironmentFile=-${path.join(root, '.env').replaceAll('%', '%%')}
Environment=NODE_ENV=production PORT=${settings.server.port}
ExecStart=${command}
User=${userInfo().username}
Restart=on-failure
RestartSec=2
TimeoutStopSec=10
NoNewPrivileges=true
ProtectSystem=full
PrivateTmp=true

[Install]
WantedBy=multi-user.target`;
}

/** One word of a command line, as systemd reads it: it expands % and $ itself. */
function quoted(word: string): string {
	const safe = word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$');
	return /^[\w./@:+-]+$/.test(safe) ? safe : `"${safe}"`;
}
