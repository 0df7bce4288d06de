import {areSeveral} from '../sql/statements.ts';

/** The driver prepares the first of several statements only, and says nothing. */
export function correctLibSql(connection: any, isOnServer: boolean): void {
	if (Object.hasOwn(connection, 'execute')) return;
	const {execute} = connection;
	connection.execute = async (sql: unknown, ...rest: unknown[]) => {
		if (typeof sql === 'string' && areSeveral(sql, 'sqlite'))
			throw new Error('The supplied SQL string contains more than one statement');
		return coded(() => execute.call(connection, sql, ...rest));
	};
	if (isOnServer) correctTransactions(connection);
}

/**
 * On a server each statement has a session of its own, so foreign keys can only be off in the one of a
 * transaction, which begins in the same request.
 */
function correctTransactions(connection: any): void {
	const {begin, commit, rollback} = connection;
	connection.beginsWriting = true;
	connection.hasNoSession = true;
	connection.begin = async (options: {ctx?: unknown} = {}) => {
		const transaction = await begin.call(connection, options);
		if (options.ctx) return transaction;
		const {database} = connection;
		try {
			await coded(async () =>
				database.exec('rollback; pragma foreign_keys = off; begin immediate'),
			);
		} catch (error) {
			// Kysely waits for a rollback that succeeds.
			if (!database.inTransaction) await coded(async () => database.exec('begin')).catch(() => {});
			await rollback.call(connection, transaction).catch(() => {});
			throw error;
		}
		return transaction;
	};
	connection.commit = (...rest: unknown[]) => coded(() => commit.apply(connection, rest));
}

/** With the codes of SQLite and of the network: the errors of a server have none. */
async function coded<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const {code, message} = error as {code?: string; message?: string};
		if (code || !message?.startsWith('Hrana(')) throw error;
		const isLost = message.startsWith('Hrana(Http');
		throw Object.assign(error as Error, {code: isLost ? 'ECONNRESET' : 'SQLITE_ERROR'});
	}
}
