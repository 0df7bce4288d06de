import {credentialsOf} from '../../database-client/credentials.ts';
import {mysql} from '../../database-client/invocations.ts';
import {messageOf} from '../../errors/command-error.ts';
import type {Query} from '../../project/database/database.ts';
import {quotePart} from '../../project/database/dialect.ts';
import {copyThrough, programOf} from './client-programs.ts';
import {type Extent, notCopied} from './copy.ts';
import {ServerCopy} from './server-copy.ts';

/** Names of the programs, and what brings them. A dump of one family may be no input for the other. */
const programs = {
	mariadb: {
		dump: ['mariadb-dump', 'mysqldump'],
		client: ['mariadb', 'mysql'],
		packages: "'apt install mariadb-client', or 'brew install mariadb'",
	},
	mysql: {
		dump: ['mysqldump', 'mariadb-dump'],
		client: ['mysql', 'mariadb'],
		packages: "'apt install default-mysql-client', or 'brew install mysql-client'",
	},
};

/** Reads everything in one transaction, and keeps nobody from writing. */
const dumpWords = [
	...['--single-transaction', '--quick', '--routines', '--triggers', '--hex-blob'],
	...['--no-tablespaces', '--skip-comments', '--skip-add-locks', '--skip-lock-tables'],
	// Of MySQL's program only; the dump would otherwise set what is of the whole server.
	...['--loose-set-gtid-purged=OFF', '--loose-column-statistics=0'],
];

/** A table of a copy, which a database that another program makes has not. */
const markTable = 'quarterdeck_rehearsal';
const mark = 'A copy for a rehearsal of Quarterdeck';

/** A database on the same server, from a dump. */
export class MysqlCopy extends ServerCopy {
	size(): Promise<number | undefined> {
		return this.atSource(async ({query}) => {
			const [row] = await query(
				'select coalesce(sum(data_length + index_length), 0) as bytes from information_schema.tables where table_schema = database()',
			);
			return Number(row!.bytes);
		});
	}

	async make({sample}: Extent, signal: AbortSignal): Promise<void> {
		await this.#create();
		if (sample === undefined) await this.#dump([], signal);
		else {
			const {sampleMysql} = await import('./mysql-sample.ts');
			const {name} = await credentialsOf(this.project);
			await this.#dump(['--no-data', '--skip-triggers'], signal);
			await this.atCopy(copy => sampleMysql(name, copy, this.project, sample, signal));
			await this.#dump(['--no-data', '--no-create-info', '--skip-routines'], signal);
		}
		await this.#settle();
	}

	async isAt(query: Query): Promise<boolean> {
		const [row] = await query(
			'select database() as name, table_comment as mark from information_schema.tables where table_schema = database() and table_name = ?',
			[markTable],
		);
		return row?.name === this.name && row?.mark === mark;
	}

	async drop(): Promise<void> {
		await this.atSource(async ({query}) => {
			// Who may not make it may not drop it either, and does not see it.
			const sql = 'select 1 from information_schema.schemata where schema_name = ?';
			const found = await query(sql, [this.name]);
			if (found.length > 0) await query(`drop database ${this.#quoted}`);
		});
	}

	get #quoted(): string {
		return quotePart(this.name, 'mysql');
	}

	async #create(): Promise<void> {
		await this.atSource(async ({query}) => {
			const [row] = await query(
				'select default_character_set_name as charset, default_collation_name as collation from information_schema.schemata where schema_name = database()',
			);
			try {
				const {charset, collation} = row!;
				await query(
					`create database ${this.#quoted} character set ${charset} collate ${collation}`,
				);
				await query(
					`create table ${this.#quoted}.${markTable} (id int primary key) comment = '${mark}'`,
				);
			} catch (error) {
				const isRight = [1044, 1227].includes((error as {errno?: number}).errno!);
				throw notCopied(
					messageOf(error),
					isRight
						? 'Grant it to the user: grant all on `%\\_rehearsal\\_%`.* to …'
						: 'Correct that, and try again.',
					error,
				);
			}
		});
	}

	async #dump(words: string[], signal: AbortSignal): Promise<void> {
		const credentials = await credentialsOf(this.project);
		const driver = this.project.settings.database.driver === 'mysql' ? 'mysql' : 'mariadb';
		const {dump, client, packages} = programs[driver];
		const without = mysql({...credentials, name: ''}, dump);
		const target = mysql({...credentials, name: this.name}, client);
		await copyThrough(
			{
				program: programOf(dump, packages),
				words: [...without.words, ...dumpWords, ...words, credentials.name],
				invocation: without,
			},
			{
				program: programOf(client, packages),
				words: [...target.words, '--batch', '--binary-mode'],
				invocation: target,
			},
			this.folder,
			signal,
		);
	}

	/** Leaves the copy as a database is that was in use for long: analyzed, and on the disk. */
	async #settle(): Promise<void> {
		await this.atCopy(async ({query}) => {
			const tables = await query(
				"select table_name as name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'",
			);
			if (tables.length === 0) return;
			const names = tables.map(({name}) => quotePart(name, 'mysql')).join(', ');
			await query(`analyze local table ${names}`);
			await query(`flush tables ${names} for export`).catch(() => {});
			await query('unlock tables');
		});
	}
}
