import type {Driver} from '../project/settings.ts';
import {usage} from './answers.ts';

/** A migration for several databases asks its driver by class which of these it is. */
export const driverClasses: Record<Driver, string> = {
	sqlite: 'SqliteDriver',
	postgresql: 'PostgreSqlDriver',
	mysql: 'MySqlDriver',
	mariadb: 'MariaDbDriver',
};

export const allDialects = Object.keys(driverClasses) as Driver[];

/**
 * @param names as typed: `postgresql`, or `all`
 * @throws CommandError `usage`
 */
export function parseDialects(names: string[]): Driver[] {
	if (names.includes('all')) return allDialects;
	const wrong = names.find(name => !Object.hasOwn(driverClasses, name));
	if (wrong === undefined) return names as Driver[];
	throw usage(`--dialect ${wrong}: it can only be ${allDialects.join(', ')} or all.`);
}
