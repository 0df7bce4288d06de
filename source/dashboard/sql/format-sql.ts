import {type DialectOptions, formatDialect, mariadb, postgresql, sqlite} from 'sql-formatter';
import {getSegments} from 'sql-highlight';
import type {Meaning} from '../../terminal/colours.ts';
import {safe} from '../drawing/foreign-text.ts';
import {type SqlPart, SqlText} from './sql-text.ts';

/** Statements of other databases are shown as they are. */
const dialects: Record<string, DialectOptions> = {
	...{sqlite, libsql: sqlite},
	...{postgresql, pglite: postgresql},
	...{mariadb, mysql: mariadb},
};
const meanings: Record<string, Meaning> = {
	...{keyword: 'keyword', function: 'keyword'},
	...{string: 'literal', number: 'literal'},
	comment: 'quiet',
};
/** In letters. Shorter statements are read in one row. */
const shortest = 60;
/** In letters. Longer statements hold rows, which nobody reads, and take a noticeable time. */
const longest = 20_000;

/** Indented, and coloured by what its words are. @param driver as the status names it */
export function formattedSql(statements: string[], driver: string): SqlText {
	const texts = statements.map(statement => indented(safe(statement), dialects[driver]));
	return new SqlText(partsOf(texts.join('\n')));
}

function indented(statement: string, dialect: DialectOptions | undefined): string {
	const {length} = statement;
	if (!dialect || length < shortest || length > longest) return statement;
	try {
		return formatDialect(statement, {dialect});
	} catch {
		return statement;
	}
}

function partsOf(sql: string): SqlPart[] {
	if (sql.length > 10 * longest) return [{text: sql}];
	const parts = getSegments(sql).map(({name, content}) => ({
		text: content,
		// Between double quotes are names, except on MySQL.
		meaning: content.startsWith('"') ? undefined : meanings[name],
	}));
	const isWhole = parts.map(({text}) => text).join('') === sql;
	return isWhole ? parts : [{text: sql}];
}
