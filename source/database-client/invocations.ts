import type {Invocation} from './client.ts';
import type {Credentials} from './credentials.ts';

/** @param file absolute path, or `:memory:` */
export function sqlite(file: string): Invocation {
	return {programs: ['sqlite3'], words: [file]};
}

/** What libpq understands of a URL's query; of the rest it would make an error. */
const understood = new Set([
	...['sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslcrl', 'channel_binding', 'gssencmode'],
	...['application_name', 'connect_timeout', 'options', 'target_session_attrs'],
]);

export function postgresql(credentials: Credentials): Invocation {
	const {name, host, port = 5432, user, password, parameters} = credentials;
	const environment: Record<string, string> = {
		PGHOST: host,
		PGPORT: String(port),
		PGDATABASE: name,
	};
	if (user !== undefined) environment.PGUSER = user;
	// libpq calls a socket localhost, if it is the usual one.
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
				tell: path => ({environment: {PGPASSFILE: path}}),
			},
		}),
	};
}

/** A colon ends a field of .pgpass. */
function escapeField(text: string): string {
	return text.replace(/[\\:]/g, sign => `\\${sign}`);
}

export function mysql(credentials: Credentials, programs: string[]): Invocation {
	const {name, host, port = 3306, user, password} = credentials;
	// By itself, it would take localhost for a socket.
	const place = host.startsWith('/')
		? [`--socket=${host}`]
		: [`--host=${host}`, `--port=${port}`, '--protocol=tcp'];
	const words = [...place, ...(user === undefined ? [] : [`--user=${user}`]), `--database=${name}`];
	return {
		programs,
		words,
		...(password && {
			secretFile: {
				text: `[client]\npassword="${escapeOption(password)}"\n`,
				tell: path => ({words: [`--defaults-extra-file=${path}`]}),
			},
		}),
	};
}

function escapeOption(text: string): string {
	return text.replace(/[\\"]/g, sign => `\\${sign}`).replaceAll('\n', '\\n');
}
