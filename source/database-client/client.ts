import type {Driver} from '../project/settings/settings.ts';

/** How to start a database's own client. */
export interface Invocation {
	/** The names that the program goes by, the likelier first. */
	programs: string[];
	/** Never a password: everybody on the machine can read them. */
	words: string[];
	/** Undefined takes away what is there. */
	environment?: Record<string, string | undefined>;
	/** A file that only its owner can read, for as long as the client runs. */
	secretFile?: {
		text: string;
		/** How the client is told where it is. */
		tell(path: string): {words?: string[]; environment?: Record<string, string>};
	};
}

/** What to say where the program is missing. */
export const packages: Record<Driver, string> = {
	sqlite: "'apt install sqlite3', or 'brew install sqlite'",
	postgresql: "'apt install postgresql-client', or 'brew install libpq'",
	mysql: "'apt install default-mysql-client', or 'brew install mysql-client'",
	mariadb: "'apt install mariadb-client', or 'brew install mariadb'",
};
