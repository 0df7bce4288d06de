import {CommandError} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import type {Database, Query} from '../../project/database/database.ts';
import {isMade} from './look.ts';
import type {Unfinished} from './progress.ts';

/** What databases answer where something is there already, or is gone. */
const isThereOrGone = new Set<unknown>([
	// MySQL and MariaDB; 1005 is a foreign key's (errno 121).
	...[
		1005, 1007, 1008, 1022, 1025, 1050, 1051, 1054, 1060, 1061, 1068, 1091, 1146, 1176, 1304, 1305,
	],
	...[1359, 1360, 1826, 1834, 3822, 3940, 4091, 4092],
	// PostgreSQL
	...['42P01', '42P07', '42P16', '42701', '42703', '42704', '42710', '42723', '42883'],
	// SQLite has one code for all.
	'SQLITE_ERROR',
]);

const changesSchema =
	/^\s*(?:create|alter|drop|rename|truncate|grant|revoke|analyze|optimize|comment|reindex|vacuum|refresh|set|pragma)\b/i;
const onlyReads =
	/^\s*(?:select|show|explain|do(?!\s*(?:['$]|language\b))|with(?![\s\S]*\b(?:insert|update|delete|merge)\b))\b/i;

/**
 * Refuses what may be done already and would do something else if it ran twice.
 * @throws CommandError `cannot-resume`
 */
export function verifyMayRunAgain({migration, done}: Unfinished, sql: string): void {
	if (changesSchema.test(sql) || onlyReads.test(sql)) return;
	throw new CommandError(
		`Whether statement ${done + 1} of ${migration} was done, the database does not tell: ${sql}`,
		{
			code: 'cannot-resume',
			hint: 'If it was, delete it from the file; if not, put a comment into it. Then use --resume again.',
			ways: [ways.resume],
		},
	);
}

/**
 * Sends a statement whose answer never came a second time. If it is a change of the schema that has been
 * made, the database refuses it; that counts as success where the database shows that it was made.
 * @throws the database's error otherwise
 */
export async function sendAgain(
	sql: string,
	execute: () => Promise<unknown>,
	dialect: Database['dialect'],
	query: Query,
): Promise<void> {
	try {
		await execute();
	} catch (error) {
		const {code, errno} = error as {code?: unknown; errno?: unknown};
		const isRefused = isThereOrGone.has(errno) || isThereOrGone.has(code);
		if (!isRefused || !(await isMade(sql, dialect, query))) throw error;
	}
}
