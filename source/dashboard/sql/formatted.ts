import {SqlText} from './sql-text.ts';

/** In letters. More of it is not read, and would hold up the keys. */
const most = 100_000;

/** What formats SQL is loaded when the first SQL is read; before, where that takes time itself. */
export const loadFormatter = () => import('./format-sql.ts');

/** As one text. @param driver as the status names it */
export async function formatted(statements: string[], driver: string): Promise<SqlText> {
	try {
		const {formattedSql} = await loadFormatter();
		return formattedSql(statements, driver);
	} catch {
		return SqlText.plain(statements.join('\n'));
	}
}

/** Each by itself; nothing if they are too long. */
export async function formattedEach(
	statements: string[],
	driver: string,
): Promise<Map<string, SqlText>> {
	const length = statements.reduce((sum, statement) => sum + statement.length, 0);
	if (length > most) return new Map();
	const texts = statements.map(
		async statement => [statement, await formatted([statement], driver)] as const,
	);
	return new Map(await Promise.all(texts));
}
