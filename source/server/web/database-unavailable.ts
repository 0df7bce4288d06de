import {type CommandError, isCommandError} from '../../errors/command-error.ts';
import {unreachable} from '../../project/database/address.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';

/** Codes of the system, PostgreSQL, MySQL, MariaDB and SQLite that mean the database is unavailable. */
const unavailable = [
	/^(ECONN(REFUSED|RESET|ABORTED)|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH|ETIMEDOUT|EPIPE|ENOENT)$/,
	/^(08...|57P0[123]|53[34]00|28...|3D000)$/,
	/^(PROTOCOL_CONNECTION_LOST|ER_(ACCESS_DENIED|CON_COUNT|SERVER_SHUTDOWN|BAD_DB|GET_CONNECTION_TIMEOUT).*)$/,
	/^SQLITE_(CANTOPEN|IOERR|FULL|READONLY|NOTADB).*$/,
];
/** Messages of drivers that give no code. */
const lost = /^Connection (terminated|lost|closed)|timeout exceeded when trying to connect/;
const locked = /^SQLITE_BUSY/;

/**
 * Why the database is unavailable, if that caused the error. Connects to make sure: the error may come
 * from another server that a view talks to.
 */
export async function databaseUnavailable(
	error: unknown,
	project: Project,
): Promise<CommandError | undefined> {
	const causes = [...causesOf(error)];
	if (causes.some(({code}) => locked.test(String(code)))) return unreachable(project, error);
	if (!causes.some(seemsUnavailable)) return undefined;
	try {
		await (await connectDatabase(project))?.close();
		return undefined;
	} catch (failure) {
		return isCommandError(failure) ? failure : undefined;
	}
}

function seemsUnavailable({code, message}: NodeJS.ErrnoException): boolean {
	return unavailable.some(form => form.test(String(code))) || lost.test(message);
}

function* causesOf(error: unknown): Generator<NodeJS.ErrnoException> {
	for (let cause = error; cause instanceof Error; cause = cause.cause) yield cause;
}
