/** The class of each supported driver. */
export const driverClasses = {
	sqlite: 'SqliteDriver',
	libsql: 'LibSqlDriver',
	postgresql: 'PostgreSqlDriver',
	pglite: 'PgliteDriver',
	mysql: 'MySqlDriver',
	mariadb: 'MariaDbDriver',
	mssql: 'MsSqlDriver',
} as const;

export type DriverName = keyof typeof driverClasses;

/**
 * Finds the driver by its class, or by the class that it extends.
 * @returns undefined for an unsupported database
 */
export function driverName(driver: unknown): DriverName | undefined {
	const names = Object.keys(driverClasses) as DriverName[];
	for (let one = driver; typeof one === 'function'; one = Object.getPrototypeOf(one)) {
		// Of MikroORM 6, which has two drivers for SQLite.
		if (one.name === 'BetterSqliteDriver') return 'sqlite';
		const name = names.find(name => driverClasses[name] === one.name);
		if (name) return name;
	}
	return undefined;
}
