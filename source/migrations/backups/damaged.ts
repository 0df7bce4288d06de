import {existsSync, renameSync} from 'node:fs';
import {sqliteFile} from '../../project/database/address.ts';
import type {Project} from '../../project/project.ts';

/**
 * Moves a database that SQLite cannot read out of the way, so that a copy can take its place. Its
 * write-ahead log goes with it: beside another database, SQLite would write it into that one.
 * @param error why it could not be copied; thrown again where that is no damage
 * @returns the new path
 */
export function moveDamaged(project: Project, error: unknown, now = new Date()): string {
	if (!isDamage(error)) throw error;
	const file = sqliteFile(project);
	const moved = `${file}.damaged-${now.toISOString().replaceAll(':', '-')}`;
	for (const ending of ['-shm', '-wal', '-journal', ''])
		if (existsSync(file + ending)) renameSync(file + ending, moved + ending);
	return moved;
}

function isDamage(error: unknown): boolean {
	for (let cause = error; cause instanceof Error; cause = cause.cause)
		if (/^SQLITE_(?:CORRUPT|NOTADB)/.test(String((cause as NodeJS.ErrnoException).code)))
			return true;
	return false;
}
