import type {Driver} from '../project/settings/settings.ts';

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
		tell(path: string): {words?: string[]; environment?: Record<string, string>};
	};
}

/** The message when the program is missing. */
export const packages: Record<Driver, string> = {
	sqlite: "'apt install sqlite3', or 'brew install sqlite'",
	postgresql: "'apt install postgresql-client', or 'brew install libpq'",
	mysql: "'apt install default-mysql-client', or 'brew install mysql-client'",
	mariadb: "'apt install mariadb-client', or 'brew install mariadb'",
};
