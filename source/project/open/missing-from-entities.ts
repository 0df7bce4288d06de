import {type Missing, missingFromDatabase} from '../../errors/missing-table.ts';
import {metadataOf} from '../../mikro-orm/metadata.ts';
import type {Query} from '../database/database.ts';
import {type Dialect, dialectOf, quotePart} from '../database/dialect.ts';
import type {Project} from '../project.ts';
import {connectDatabase} from './connect-database.ts';

/**
 * Whether the database lacks a table or column that an entity has. Asks the database: a statement may also
 * name a column of another table.
 * @param orm or its EntityManager
 */
export async function isMissingOfEntity(
	{kind, name}: Missing,
	project: Project,
	orm: unknown,
): Promise<boolean> {
	const metadata = metadataOf(orm).filter(({tableName}) => tableName);
	const entities =
		kind === 'table'
			? metadata.filter(({tableName}) => tableName === name)
			: metadata.filter(({props}) => props.some((prop: any) => prop.fieldNames?.includes(name)));
	if (entities.length === 0) return false;
	const database = await connectDatabase(project);
	if (!database) return true;
	try {
		const column = kind === 'column' ? name : undefined;
		for (const entity of entities) {
			const statement = selectNothing(entity, column, dialectOf(project));
			if (await isRejected(statement, database.query)) return true;
		}
		return false;
	} finally {
		await database.close();
	}
}

/** With the table's name before the column's: SQLite takes `"price"` alone for a text. */
function selectNothing(
	{tableName, schema}: {tableName: string; schema?: string},
	column: string | undefined,
	dialect: Dialect,
): string {
	const table = quotePart(tableName, dialect);
	const place = schema && schema !== '*' ? `${quotePart(schema, dialect)}.${table}` : table;
	const what = column === undefined ? '1' : `${table}.${quotePart(column, dialect)}`;
	return `select ${what} from ${place} where 1 = 0`;
}

async function isRejected(statement: string, query: Query): Promise<boolean> {
	try {
		await query(statement);
		return false;
	} catch (error) {
		return missingFromDatabase(error) !== undefined;
	}
}
