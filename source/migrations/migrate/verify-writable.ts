import {accessSync, constants, existsSync} from 'node:fs';
import path from 'node:path';
import {sqliteFile, unreachable} from '../../project/database/address.ts';
import type {Project} from '../../project/project.ts';

/**
 * SQLite writes to its file, and to others beside it.
 * @throws CommandError `database-unreachable` before anything has run
 */
export function verifyDatabaseIsWritable(project: Project): void {
	if (project.settings.database.driver !== 'sqlite') return;
	const file = sqliteFile(project);
	if (file === ':memory:') return;
	try {
		accessSync(path.dirname(file), constants.W_OK);
		if (existsSync(file)) accessSync(file, constants.W_OK);
	} catch (error) {
		throw unreachable(project, reasonFor(error));
	}
}

function reasonFor(error: unknown): Error {
	const {code, path: name = ''} = error as NodeJS.ErrnoException;
	return new Error(
		code === 'ENOENT' ? `the folder ${name} does not exist` : `${name} is not writable (${code})`,
	);
}
