/** The class of each supported driver. */
export const driverClasses = {
	sqlite: 'SqliteDriver',
	postgresql: 'PostgreSqlDriver',
	mysql: 'MySqlDriver',
	mariadb: 'MariaDbDriver',
} as const;

type DriverName = keyof typeof driverClasses;

/**
 * Finds the driver by its class, or by the class that it extends.
 * @returns undefined for an unsupported database
 */
export function driverName(driver: unknown): DriverName | undefined {
	const names = Object.keys(driverClasses) as DriverName[];
	for (let one = driver; typeof one === 'function'; one = Object.getPrototypeOf(one)) {
		const name = names.find(name => driverClasses[name] === one.name);
		if (name) return name;
	}
	return undefined;
}
