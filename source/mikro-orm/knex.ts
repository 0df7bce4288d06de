/**
 * MikroORM 6 asks its databases through Knex, which puts the SQL before the database's own words, as
 * MariaDB's driver puts it behind them.
 * To be called before the connection opens; does nothing for MikroORM 7.
 */
export function keepOwnWords(connection: any): void {
	const {createKnex} = connection;
	if (!createKnex || Object.hasOwn(connection, 'createKnex')) return;
	connection.createKnex = () => {
		createKnex.call(connection);
		// It would print that a connection is lost, which the next query tells us.
		connection.client.client.logger.warn = () => {};
		connection.client.on('query-error', (error: DriverError, {sql}: {sql: string}) => {
			if (error.sqlMessage) error.message = error.sqlMessage;
			else if (error.message.startsWith(`${sql} - `))
				error.message = error.message.slice(sql.length + 3);
		});
	};
}

interface DriverError extends Error {
	sqlMessage?: string;
}
