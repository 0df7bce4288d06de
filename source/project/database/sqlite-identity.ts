import {statSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import type {ConfiguredProject} from '../settings/settings.ts';
import {databaseFile} from './address.ts';

/**
 * The file of a database as it was when a run began: SQLite's, or the first one in PGlite's folder. Its path
 * may name another file later, or none, while an open connection still writes to the first one. Databases on
 * servers and in memory have no file.
 */
export class SqliteIdentity {
	readonly #file: string | undefined;
	readonly #shown: string;
	/** Device and inode; undefined while there is no file. */
	#identity: string | undefined;

	constructor(project: ConfiguredProject) {
		this.#file = databaseFile(project);
		this.#shown = path.relative(project.root, this.#file ?? '');
		this.#identity = identityOf(this.#file);
	}

	/** Whether the file was there, so that nothing may create one. */
	get exists(): boolean {
		return this.#identity !== undefined;
	}

	/**
	 * A file that was missing counts from when it is first seen.
	 * @throws CommandError `database-replaced`
	 */
	verify(): void {
		const now = identityOf(this.#file);
		if (this.#identity !== undefined && now !== this.#identity)
			throw this.#replaced(now === undefined ? 'deleted or moved away' : 'replaced by another');
		this.#identity = now;
	}

	#replaced(how: string): CommandError {
		return new CommandError(`The database file ${this.#shown} was ${how} during this run.`, {
			code: 'database-replaced',
			hint: "What was reported before that is in the former file. Put it back, or run 'quarterdeck migrate' again: it plans for the file that is there.",
			ways: [ways.migrate],
		});
	}
}

function identityOf(file: string | undefined): string | undefined {
	const found = file && statSync(file, {bigint: true, throwIfNoEntry: false});
	return found ? `${found.dev}:${found.ino}` : undefined;
}
