import {cpSync, rmSync} from 'node:fs';
import path from 'node:path';
import {meaningOf} from '../../errors/system-error.ts';
import {pgliteFolder} from '../../project/database/address.ts';
import type {Query} from '../../project/database/database.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {DatabaseSettings} from '../../project/settings/settings.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import {type Copy, type Extent, notCopied} from './copy.ts';
import {neverMade} from './server-copy.ts';
import {verifySpace} from './sqlite-copy.ts';

/** The server reads a file of this name in its own folder. */
const mark = 'quarterdeck-rehearsal';

/** A folder. PGlite does nothing while nobody asks it, so that its files can be copied as they are. */
export class PgliteCopy implements Copy {
	readonly settings: Partial<DatabaseSettings>;
	readonly #project: Project;
	readonly #folder: string;

	constructor(project: Project, folder: string) {
		this.#project = project;
		this.#folder = path.join(folder, 'pglite');
		this.settings = {name: this.#folder, ...neverMade(project)};
	}

	async size(): Promise<number | undefined> {
		const database = await connectDatabase(this.#project);
		try {
			const sql = 'select sum(pg_database_size(oid))::bigint as bytes from pg_database';
			return Number((await database?.query(sql))?.[0]?.bytes ?? 0);
		} finally {
			await database?.close();
		}
	}

	async make({sample}: Extent): Promise<void> {
		if (sample !== undefined) throw notCopied('PGlite is copied as a whole', 'Leave --sample out.');
		const source = pgliteFolder(this.#project);
		if (source === undefined) throw notCopied('it is in memory', 'Rehearse on a folder.');
		verifySpace(path.dirname(this.#folder), (await this.size()) ?? 0);
		// As long as it is open here, nobody else has it.
		const database = await connectDatabase(this.#project);
		try {
			const isOwn = (file: string) => !path.basename(file).startsWith('quarterdeck.');
			cpSync(source, this.#folder, {recursive: true, filter: isOwn});
			writeFileAtomically(path.join(this.#folder, mark), this.#folder, 0o600);
		} catch (error) {
			const {reason, hint} = meaningOf(error);
			throw notCopied(reason, hint, error);
		} finally {
			await database?.close();
		}
	}

	async isAt(query: Query): Promise<boolean> {
		const [row] = await query(`select pg_read_file('${mark}', true) as place`);
		return row?.place === this.#folder;
	}

	async drop(): Promise<void> {
		rmSync(this.#folder, {recursive: true, force: true});
	}
}
