const drivers = {
	SqliteDriver: 'sqlite',
	PostgreSqlDriver: 'postgresql',
	MySqlDriver: 'mysql',
	MariaDbDriver: 'mariadb',
} as const;

export const driverClasses = Object.keys(drivers);

/**
 * A project's own driver class extends one of MikroORM's.
 * @returns undefined for a database that Quarterdeck does not know
 */
export function driverName(
	driver: unknown,
): 'sqlite' | 'postgresql' | 'mysql' | 'mariadb' | undefined {
	for (let one = driver; typeof one === 'function'; one = Object.getPrototypeOf(one)) {
		if (Object.hasOwn(drivers, one.name)) return drivers[one.name as keyof typeof drivers];
	}
	return undefined;
}
