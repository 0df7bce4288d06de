/** MySQL and MariaDB end the statement, the connection or the server; the statement may be done by then. */
const endings = new Set([1053, 1317, 1927, 1969, 3024, 3169, 4031]);
/** Of PostgreSQL: lost connections, a server that stops, and a statement of unknown outcome. */
const lostStates = /^(?:08|57P0|40003)/;
const networkErrors = /^(?:E(?:CONN|PIPE|TIMEDOUT|HOST|NET)|PROTOCOL_)/;

interface DriverError {
	code?: unknown;
	/** Of MySQL and MariaDB; the driver's own errors have none. */
	sqlState?: unknown;
	errno?: number;
	/** Of PostgreSQL; the driver's own errors have none. */
	severity?: unknown;
	/** Of mysql2: the connection is of no use any more. */
	fatal?: boolean;
}

/**
 * Whether the database itself refused a statement, so that it is not done. Otherwise nobody knows: the
 * connection ended before the answer.
 * @param error what a driver threw for a statement
 */
export function isRefusal(error: unknown): boolean {
	const {code, sqlState, errno, severity} = error as DriverError;
	// MariaDB's own driver, in MikroORM 6, gives a lost connection a state as well.
	if (typeof sqlState === 'string') return !endings.has(errno!) && !sqlState.startsWith('08');
	if (typeof severity === 'string') return !lostStates.test(String(code));
	return typeof code === 'string' && code.startsWith('SQLITE_');
}

/** Whether an error, which may also be a program's own, says that a connection was lost. */
export function isLostConnection(error: unknown): boolean {
	const {code, errno, severity, fatal} = error as DriverError;
	if (fatal === true || endings.has(errno!)) return true;
	if (typeof severity === 'string') return lostStates.test(String(code));
	return typeof code === 'string' && networkErrors.test(code);
}
