import {messageOf} from './command-error.ts';

export interface Missing {
	kind: 'table' | 'column';
	name: string;
}

/** How messages of SQLite, PostgreSQL, MySQL and MariaDB end. Before may be a code, or MikroORM 6's statement. */
const forms: [Missing['kind'], RegExp][] = [
	['table', /no such table: (?:main\.)?(\S+)$/],
	['column', /no such column: (\S+)$/],
	['column', /table \S+ has no column named (\S+)$/],
	['column', /column "?([^"\s]+)"? (?:of relation "[^"]+" )?does not exist$/],
	['table', /relation "([^"]+)" does not exist$/],
	['table', /Table '(?:[^'.]+\.)?([^'.]+)' doesn't exist$/],
	['column', /Unknown column '([^']+)' in '[^']+'$/],
];
const beginning = /(?:^|: | - |\) )$/;

/**
 * The table or column that a statement names and the database lacks; undefined for any other error. A
 * statement's values may look like such a message, so that its beginning and its end count.
 */
export function missingFromDatabase(error: unknown): Missing | undefined {
	let cause = error;
	while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
	// MariaDB's driver adds the statement.
	const message = messageOf(cause).replace(/\nsql: .*$/s, '');
	for (const [kind, form] of forms) {
		const {1: name, index = 0} = form.exec(message) ?? ({} as Partial<RegExpExecArray>);
		if (name && beginning.test(message.slice(0, index)))
			return {kind, name: name.slice(name.lastIndexOf('.') + 1)};
	}
	return undefined;
}
