import type {Driver} from '../settings/settings.ts';

/** MariaDB reads nearly all of MySQL's SQL, and the reverse. */
export function isMysqlFamily(dialect: Driver | undefined): dialect is 'mysql' | 'mariadb' {
	return dialect === 'mysql' || dialect === 'mariadb';
}

/** Whether a transaction can undo changes of the schema. MySQL and MariaDB commit before and after each. */
export function canRollBackSchema(dialect: Driver): boolean {
	return !isMysqlFamily(dialect);
}

/** As MikroORM does, takes a dot for the end of a schema's name. */
export function quoteName(name: string, dialect: Driver): string {
	const quote = quoteOf(dialect);
	return quotePart(name, dialect).replace('.', `${quote}.${quote}`);
}

/** A name without a schema, whatever is in it. */
export function quotePart(name: string, dialect: Driver): string {
	const quote = quoteOf(dialect);
	return `${quote}${name.replaceAll(quote, quote + quote)}${quote}`;
}

function quoteOf(dialect: Driver): string {
	return isMysqlFamily(dialect) ? '`' : '"';
}

/** A text in SQL, for a database that knows no escapes in it. */
export function quoteText(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}
