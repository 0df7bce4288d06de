import {accessSync, constants, statSync} from 'node:fs';
import path from 'node:path';
import {meaningOf} from '../../errors/system-error.ts';

/** What to do about a file that SQLite cannot use. */
export function sqliteHint(file: string, error: unknown): string {
	if (String((error as {code?: unknown}).code).startsWith('SQLITE_CORRUPT'))
		return meaningOf(error).hint;
	const beside = ['-wal', '-shm', '-journal'].map(ending => `${file}${ending}`).find(isOfNoUse);
	if (beside && isUsable(file))
		return `SQLite reads and writes ${path.basename(beside)} as well. Check its owner and its permissions (ls -ld), and do not delete it: it may hold rows.`;
	return 'Check that the file is a SQLite database and that you may write it and its folder.';
}

function isOfNoUse(file: string): boolean {
	return statSync(file, {throwIfNoEntry: false}) !== undefined && !isUsable(file);
}

function isUsable(file: string): boolean {
	try {
		accessSync(file, constants.R_OK | constants.W_OK);
		return statSync(file).isFile();
	} catch {
		return false;
	}
}
