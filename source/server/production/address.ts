import {CommandError} from '../../errors/command-error.ts';
import type {ServerSettings} from '../../project/settings/settings.ts';

/** The first descriptor that systemd hands to a service. */
const firstDescriptor = 3;

/** What `net.Server.listen` takes. */
export interface Where {
	host?: string;
	port?: number;
	fd?: number;
}

/**
 * A socket of systemd's (`LISTEN_FDS`), else the port that the environment names (`PORT`), else the
 * settings' own.
 * @throws CommandError `port` when PORT is none
 */
export function listenWhere(
	{host, port}: Pick<ServerSettings, 'host' | 'port'>,
	{LISTEN_FDS, LISTEN_PID, PORT}: NodeJS.ProcessEnv = process.env,
): Where {
	// The variables are inherited; they are meant for the process that they name alone.
	if (Number(LISTEN_FDS) > 0 && LISTEN_PID === String(process.pid)) return {fd: firstDescriptor};
	if (PORT === undefined || PORT === '') return {host, port};
	if (/^\d+$/.test(PORT) && Number(PORT) <= 65_535) return {host, port: Number(PORT)};
	throw new CommandError(`PORT is no port number: ${JSON.stringify(PORT)}.`, {
		code: 'port',
		hint: 'Expected: 1 to 65535, or 0 for any that is free.',
	});
}
