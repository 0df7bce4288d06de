import type {Driver} from '../settings/settings.ts';

/** MariaDB reads nearly all of MySQL's SQL, and the reverse. */
export function isMysqlFamily(dialect: Driver | undefined): boolean {
	return dialect === 'mysql' || dialect === 'mariadb';
}

/** Whether a transaction can undo changes of the schema. MySQL and MariaDB commit before and after each. */
export function canRollBackSchema(dialect: Driver): boolean {
	return !isMysqlFamily(dialect);
}

/** As MikroORM does, takes a dot for the end of a schema's name. */
export function quoteName(name: string, dialect: Driver): string {
	const quote = isMysqlFamily(dialect) ? '`' : '"';
	const escaped = name.replaceAll(quote, quote + quote);
	return `${quote}${escaped.replace('.', `${quote}.${quote}`)}${quote}`;
}
