import {CommandError} from '../../errors/command-error.ts';
import type {CompleteSettings} from '../../project/settings/settings.ts';

/** The first file descriptor that systemd passes to a service. */
const firstDescriptor = 3;

/** Options of `net.Server.listen`. */
export interface Where {
	host?: string;
	port?: number;
	fd?: number;
}

/** Systemd's socket (`LISTEN_FDS`), else `PORT`, else the settings. @throws CommandError `port` */
export function listenWhere(
	{host, port}: Pick<CompleteSettings['server'], 'host' | 'port'>,
	{LISTEN_FDS, LISTEN_PID, PORT}: NodeJS.ProcessEnv = process.env,
): Where {
	// Child processes inherit the variables, but only LISTEN_PID may use the sockets.
	if (Number(LISTEN_FDS) > 0 && LISTEN_PID === String(process.pid)) return {fd: firstDescriptor};
	if (PORT === undefined || PORT === '') return {host, port};
	if (/^\d+$/.test(PORT) && Number(PORT) <= 65_535) return {host, port: Number(PORT)};
	throw new CommandError(`PORT is not a port number: ${JSON.stringify(PORT)}.`, {
		code: 'port',
		hint: 'Expected 1 to 65535, or 0 for any free port.',
	});
}
