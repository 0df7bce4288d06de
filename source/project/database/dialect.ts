import type {Driver} from '../settings/settings.ts';

/** Whose SQL a database takes. */
export type Dialect = 'sqlite' | 'postgresql' | 'mysql' | 'mariadb';

/** PGlite is PostgreSQL, and libSQL is SQLite. Of SQL Server only the quotes around names are used. */
const dialects: Record<Driver, Dialect> = {
	sqlite: 'sqlite',
	libsql: 'sqlite',
	postgresql: 'postgresql',
	pglite: 'postgresql',
	mysql: 'mysql',
	mariadb: 'mariadb',
	mssql: 'postgresql',
};

export function dialectOf({settings}: {settings: {database: {driver: Driver}}}): Dialect {
	return dialects[settings.database.driver];
}

/** MariaDB reads nearly all of MySQL's SQL, and the reverse. */
export function isMysqlFamily(dialect: Dialect | undefined): dialect is 'mysql' | 'mariadb' {
	return dialect === 'mysql' || dialect === 'mariadb';
}

/** Whether a transaction can undo changes of the schema. MySQL and MariaDB commit before and after each. */
export function canRollBackSchema(dialect: Dialect): boolean {
	return !isMysqlFamily(dialect);
}

/** As MikroORM does, takes a dot for the end of a schema's name. */
export function quoteName(name: string, dialect: Dialect): string {
	const quote = quoteOf(dialect);
	return quotePart(name, dialect).replace('.', `${quote}.${quote}`);
}

/** A name without a schema, whatever is in it. */
export function quotePart(name: string, dialect: Dialect): string {
	const quote = quoteOf(dialect);
	return `${quote}${name.replaceAll(quote, quote + quote)}${quote}`;
}

function quoteOf(dialect: Dialect): string {
	return isMysqlFamily(dialect) ? '`' : '"';
}

/** A text in SQL, for a database that knows no escapes in it. */
export function quoteText(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}
