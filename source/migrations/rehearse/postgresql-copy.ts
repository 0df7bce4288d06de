import {credentialsOf} from '../../database-client/credentials.ts';
import {postgresql} from '../../database-client/invocations.ts';
import {messageOf} from '../../errors/command-error.ts';
import type {Query} from '../../project/database/database.ts';
import {quotePart, quoteText} from '../../project/database/dialect.ts';
import {openProject} from '../../project/open/open.ts';
import {copyThrough, programOf} from './client-programs.ts';
import {type Extent, notCopied} from './copy.ts';
import {ServerCopy, settingsFor} from './server-copy.ts';

/** The comment of a copy, which a database that another program makes has not. */
const mark = 'A copy for a rehearsal of Quarterdeck';

const packages = "'apt install postgresql-client', or 'brew install libpq'";

/** A database on the same server: a template's copy while nobody uses the source, else a dump. */
export class PostgresqlCopy extends ServerCopy {
	size(): Promise<number | undefined> {
		return this.atSource(async ({query}) => {
			const [row] = await query('select pg_database_size(current_database()) as bytes');
			return Number(row!.bytes);
		});
	}

	async make({sample}: Extent, signal: AbortSignal): Promise<void> {
		// While a template is copied, nobody can connect to it.
		const isQuiet = this.project.settings.environment !== 'production';
		if (sample === undefined && isQuiet && (await this.#copyTemplate())) return;
		await this.#create();
		if (sample === undefined) await this.#dump([], signal);
		else await this.#sample(sample, signal);
		await this.#settle();
	}

	async isAt(query: Query): Promise<boolean> {
		const [row] = await query(
			"select datname as name, shobj_description(oid, 'pg_database') as mark from pg_database where datname = current_database()",
		);
		return row?.name === this.name && row?.mark === mark;
	}

	async drop(): Promise<void> {
		await this.atSource(({query}) => query(`drop database if exists ${this.#quoted} with (force)`));
	}

	get #quoted(): string {
		return quotePart(this.name, 'postgresql');
	}

	/** @returns false when others use the source, or it may not be a template */
	async #copyTemplate(): Promise<boolean> {
		const source = await this.atSource(async ({query}) => {
			const sql =
				'select current_database() as name, (select count(*) from pg_stat_activity where datname = current_database()) as sessions';
			return (await query(sql))[0]!;
		});
		if (Number(source.sessions) > 1) return false;
		const project = await openProject(this.project.root, settingsFor(this.project, 'postgres'));
		const admin = await project.access.connect(project).catch(() => undefined);
		try {
			const [row] = (await admin?.query('select current_database() as name')) ?? [];
			if (row?.name !== 'postgres') return false;
			const template = quotePart(source.name, 'postgresql');
			await admin!.query(`create database ${this.#quoted} template ${template}`);
			await admin!.query(`comment on database ${this.#quoted} is ${quoteText(mark)}`);
			return true;
		} catch {
			// The other way says what is wrong.
			return false;
		} finally {
			await admin?.close();
		}
	}

	async #create(): Promise<void> {
		const name = this.#quoted;
		await this.atSource(async ({query}) => {
			const [row] = await query(
				'select to_jsonb(d) as database, pg_encoding_to_char(encoding) as encoding from pg_database d where datname = current_database()',
			);
			const settings = await query(
				'select unnest(setconfig) as setting from pg_db_role_setting where setrole = 0 and setdatabase = (select oid from pg_database where datname = current_database())',
			);
			try {
				await query(
					`create database ${name} template template0 ${localeOf(row!.database, row!.encoding)}`,
				);
			} catch (error) {
				throw notCreated(error);
			}
			await query(`comment on database ${name} is ${quoteText(mark)}`);
			for (const {setting} of settings) await query(`alter database ${name} set ${set(setting)}`);
		});
	}

	async #dump(words: string[], signal: AbortSignal): Promise<void> {
		const credentials = await credentialsOf(this.project);
		const source = postgresql(credentials);
		const target = postgresql({...credentials, name: this.name});
		await copyThrough(
			{
				program: programOf(['pg_dump'], packages),
				words: [
					...['--no-password', '--no-publications'],
					'--no-subscriptions',
					...(await this.#owners()),
					...words,
					...source.words,
				],
				invocation: source,
			},
			{
				program: programOf(['psql'], packages),
				words: [
					...['--no-password', '--no-psqlrc'],
					'--quiet',
					'--set=ON_ERROR_STOP=1',
					'--output=/dev/null',
					...target.words,
				],
				invocation: target,
			},
			this.folder,
			signal,
		);
	}

	/** Rows come before indexes and constraints, which then show that no row is missing. */
	async #sample(rows: number, signal: AbortSignal): Promise<void> {
		const {samplePostgresql} = await import('./postgresql-sample.ts');
		const section = (name: string) => this.#dump(['--schema-only', `--section=${name}`], signal);
		await section('pre-data');
		await this.atSource(source =>
			this.atCopy(copy => samplePostgresql(source, copy, this.project, rows, signal)),
		);
		await section('post-data');
		await this.atCopy(async ({query}) => {
			const views = await query(
				"select format('%I.%I', schemaname, matviewname) as name from pg_matviews where not ispopulated order by format('%I.%I', schemaname, matviewname)::regclass::oid",
			);
			for (const {name} of views) await query(`refresh materialized view ${name}`);
		});
	}

	/** Only a superuser may make what belongs to others. */
	#owners(): Promise<string[]> {
		return this.atSource(async ({query}) => {
			const [row] = await query("select current_setting('is_superuser') as value");
			return row!.value === 'on' ? [] : ['--no-owner', '--no-privileges'];
		});
	}

	/** Leaves the copy as a database is that was in use for long: read once, analyzed, on the disk. */
	async #settle(): Promise<void> {
		await this.atCopy(async ({query}) => {
			await query('vacuum (analyze)');
			await query('checkpoint').catch(() => {});
		});
	}
}

/** @param database its row in `pg_database`, which has other columns in each version */
function localeOf(database: Record<string, string | null>, encoding: string): string {
	const {datcollate, datctype, datlocprovider, daticulocale, datlocale = daticulocale} = database;
	const locale = datlocale ? quoteText(datlocale) : '';
	const providers: Record<string, string> = {
		i: `locale_provider icu icu_locale ${locale}`,
		b: `locale_provider builtin builtin_locale ${locale}`,
	};
	return [
		`encoding ${quoteText(encoding)}`,
		`lc_collate ${quoteText(datcollate!)}`,
		`lc_ctype ${quoteText(datctype!)}`,
		providers[datlocprovider ?? ''] ?? '',
	].join(' ');
}

/** Their values are lists of names, with quotes where they are needed. */
const lists = /^(?:search_path|temp_tablespaces|\w+_preload_libraries|unix_socket_directories)$/;

/** @param setting `search_path=a, b` */
function set(setting: string): string {
	const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
	return `${quotePart(name, 'postgresql')} to ${lists.test(name) ? value : quoteText(value)}`;
}

function notCreated(error: unknown): Error {
	const isRight = (error as {code?: string}).code === '42501';
	return notCopied(
		messageOf(error).split('\n')[0]!,
		isRight
			? 'Let the role create databases: alter role … createdb'
			: 'Correct that, and try again.',
		error,
	);
}
