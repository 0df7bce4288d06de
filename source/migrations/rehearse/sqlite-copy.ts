import {realpathSync, rmSync, statfsSync, statSync} from 'node:fs';
import path from 'node:path';
import {meaningOf} from '../../errors/system-error.ts';
import {databaseFile} from '../../project/database/address.ts';
import type {Query} from '../../project/database/database.ts';
import type {Project} from '../../project/project.ts';
import type {DatabaseSettings} from '../../project/settings/settings.ts';
import {sizeInWords} from '../../words/size.ts';
import {copySqlite} from '../backups/backup.ts';
import {interrupted} from './client-programs.ts';
import {type Copy, type Extent, notCopied} from './copy.ts';

/** A file, also libSQL's. */
export class SqliteCopy implements Copy {
	readonly settings: Partial<DatabaseSettings>;
	readonly #project: Project;
	readonly #file: string;

	constructor(project: Project, folder: string) {
		this.#project = project;
		this.#file = path.join(folder, 'copy.sqlite3');
		this.settings = {name: this.#file};
	}

	async size(): Promise<number | undefined> {
		return sizeOf(databaseFile(this.#project));
	}

	async make({sample}: Extent, signal: AbortSignal): Promise<void> {
		const bytes = sample === undefined ? await this.size() : 0;
		verifySpace(path.dirname(this.#file), bytes ?? 0);
		try {
			if (sample === undefined) await copySqlite(this.#project, this.#file, signal);
			else {
				const {sampleSqlite} = await import('./sqlite-sample.ts');
				await sampleSqlite(this.#project, this.#file, sample, signal);
			}
		} catch (error) {
			if (signal.aborted) throw interrupted();
			const {reason, hint} = meaningOf(error);
			throw notCopied(reason, hint, error);
		}
	}

	async isAt(query: Query): Promise<boolean> {
		const databases = await query('pragma database_list');
		return databases.every(
			({name, file}) =>
				name === 'temp' || (name === 'main' && file && realpathSync(file) === this.#realFile),
		);
	}

	async drop(): Promise<void> {
		for (const ending of ['', '-journal', '-wal', '-shm'])
			rmSync(`${this.#file}${ending}`, {force: true});
	}

	get #realFile(): string {
		return realpathSync(this.#file);
	}
}

/** In bytes, with what a write-ahead log holds. */
function sizeOf(file: string | undefined): number | undefined {
	const sizes = ['', '-wal'].map(
		ending => statSync(`${file}${ending}`, {throwIfNoEntry: false})?.size,
	);
	return sizes[0] === undefined ? undefined : sizes[0] + (sizes[1] ?? 0);
}

/**
 * A plan may write a table anew, which takes as much again.
 * @throws CommandError `no-copy`
 */
export function verifySpace(folder: string, bytes: number): void {
	const {bavail, bsize} = statfsSync(folder);
	const free = bavail * bsize;
	if (free >= bytes * 2) return;
	throw notCopied(
		`the copy and its changes may need ${sizeInWords(bytes * 2)}, and ${folder} has ${sizeInWords(free)} free`,
		'Free some space, or rehearse on a part of the rows: --sample 1000',
	);
}
