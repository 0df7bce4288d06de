import {messageOf} from './command-error.ts';

export interface Missing {
	kind: 'table' | 'column';
	name: string;
}

/** Messages of SQLite, PostgreSQL, MySQL and MariaDB. */
const forms: [Missing['kind'], RegExp][] = [
	['table', /no such table: (?:main\.)?(\S+)/],
	['column', /no such column: (\S+)/],
	['column', /has no column named (\S+)/],
	['column', /column "?([^"\s]+)"? (?:of relation "[^"]+" )?does not exist/],
	['table', /relation "([^"]+)" does not exist/],
	['table', /Table '(?:[^'.]+\.)?([^'.]+)' doesn't exist/],
	['column', /Unknown column '([^']+)'/],
];

/** The table or column that the database lacks; undefined for any other error. */
export function missingFromDatabase(error: unknown): Missing | undefined {
	for (let cause = error; cause !== undefined; cause = (cause as Error | null)?.cause) {
		const message = messageOf(cause);
		for (const [kind, form] of forms) {
			const name = form.exec(message)?.[1];
			if (name) return {kind, name: name.slice(name.lastIndexOf('.') + 1)};
		}
	}
	return undefined;
}
