import {existsSync} from 'node:fs';
import path from 'node:path';
import {homeFolder} from '../system/home-folder.ts';
import type {Credentials} from './credentials.ts';

/** How to start a database's own client. */
export interface Invocation {
	/** Names of the program, most likely first. */
	programs: string[];
	/** Never a password: everybody on the machine can read them. */
	words: string[];
	/** Undefined removes a variable. */
	environment?: Record<string, string | undefined>;
	/** A file that exists while the client runs, readable by its owner only. */
	secretFile?: {
		text: string;
		/** How to pass its path to the client. */
		pass(path: string): {words?: string[]; environment?: Record<string, string>};
	};
}

/** @param file absolute path, or `:memory:` */
export function sqlite(file: string): Invocation {
	return {programs: ['sqlite3'], words: [file]};
}

/** The URL parameters that libpq supports; it rejects others. */
const understood = new Set([
	...['sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslcrl', 'channel_binding', 'gssencmode'],
	...['application_name', 'connect_timeout', 'options', 'target_session_attrs'],
]);

/** They would connect psql to another server. */
const withoutDiversions = {PGSERVICE: undefined, PGHOSTADDR: undefined};

export function postgresql(credentials: Credentials): Invocation {
	const {name, host, port = 5432, user, password, parameters} = credentials;
	const environment: Invocation['environment'] = {
		...withoutDiversions,
		PGHOST: host,
		PGPORT: String(port),
		PGDATABASE: name,
	};
	if (user !== undefined) environment.PGUSER = user;
	// It would take precedence over the file.
	if (password) environment.PGPASSWORD = undefined;
	// libpq's name for the default socket.
	const named = host.startsWith('/') ? '*' : escapeField(host);
	const fields = [named, String(port), '*', user === undefined ? '*' : escapeField(user)];
	const query = new URLSearchParams([...parameters].filter(([key]) => understood.has(key)));
	return {
		programs: ['psql'],
		words: query.size > 0 ? [`postgresql:///?${query}`] : [],
		environment,
		...(password && {
			secretFile: {
				text: `${[...fields, escapeField(password)].join(':')}\n`,
				pass: path => ({environment: {PGPASSFILE: path}}),
			},
		}),
	};
}

/** A colon separates the fields of .pgpass. */
function escapeField(text: string): string {
	return text.replace(/[\\:]/g, sign => `\\${sign}`);
}

/**
 * @param optionFiles the client's default files: the one in the home folder is read last, and its
 *   password would take precedence
 */
export function mysql(
	credentials: Credentials,
	programs: string[],
	optionFiles = usualOptionFiles(),
): Invocation {
	const {name, host, port = 3306, user, password} = credentials;
	// By default, localhost means a socket.
	const place = host.startsWith('/')
		? [`--socket=${host}`]
		: [`--host=${host}`, `--port=${port}`, '--protocol=tcp'];
	const words = [
		...place,
		...(user === undefined ? [] : [`--user=${user}`]),
		...(name === '' ? [] : [`--database=${name}`]),
	];
	return {
		programs,
		words,
		...(password && {
			secretFile: {
				text: [
					...optionFiles.map(file => `!include ${file}\n`),
					`[client]\npassword="${escapeOption(password)}"\n`,
				].join(''),
				pass: path => ({words: [`--defaults-file=${path}`]}),
			},
		}),
	};
}

function escapeOption(text: string): string {
	return text.replace(/[\\"]/g, sign => `\\${sign}`).replaceAll('\n', '\\n');
}

function usualOptionFiles(): string[] {
	return ['/etc/my.cnf', '/etc/mysql/my.cnf', path.join(homeFolder(), '.my.cnf')].filter(
		existsSync,
	);
}
