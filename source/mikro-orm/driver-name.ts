const drivers = {
	SqliteDriver: 'sqlite',
	PostgreSqlDriver: 'postgresql',
	MySqlDriver: 'mysql',
	MariaDbDriver: 'mariadb',
} as const;

export const driverClasses = Object.keys(drivers);

/**
 * Finds the driver by its class, or by the class that it extends.
 * @returns undefined for an unsupported database
 */
export function driverName(
	driver: unknown,
): 'sqlite' | 'postgresql' | 'mysql' | 'mariadb' | undefined {
	for (let one = driver; typeof one === 'function'; one = Object.getPrototypeOf(one)) {
		if (Object.hasOwn(drivers, one.name)) return drivers[one.name as keyof typeof drivers];
	}
	return undefined;
}
