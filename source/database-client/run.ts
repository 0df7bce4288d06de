import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import path from 'node:path';
import {CommandError} from '../errors/command-error.ts';
import {libSqlServer, sqliteFile} from '../project/database/address.ts';
import {type Dialect, dialectOf} from '../project/database/dialect.ts';
import type {Project} from '../project/project.ts';
import {credentialsOf} from './credentials.ts';
import {type Invocation, mysql, postgresql, sqlite} from './invocations.ts';

/** How to install a program that is missing. */
const packages: Record<Dialect, string> = {
	sqlite: "'apt install sqlite3', or 'brew install sqlite'",
	postgresql: "'apt install postgresql-client', or 'brew install libpq'",
	mysql: "'apt install default-mysql-client', or 'brew install mysql-client'",
	mariadb: "'apt install mariadb-client', or 'brew install mariadb'",
};

/**
 * Runs the client of the project's database in this terminal.
 * @param given arguments for the client, and its environment without additions from .env
 * @param signal asks the client to end
 * @returns the client's exit code, or 128 plus the number of the signal that killed it
 * @throws CommandError `no-client`
 */
export async function runDatabaseClient(
	project: Project,
	{words, environment}: {words: string[]; environment: NodeJS.ProcessEnv},
	signal: AbortSignal,
): Promise<number> {
	const invocation = await invocationFor(project);
	const {programs, secretFile} = invocation;
	const folder = secretFile && mkdtempSync(path.join(tmpdir(), 'quarterdeck-dbshell-'));
	const forget = () => folder && rmSync(folder, {recursive: true, force: true});
	const release = beforeItIsKilled(forget);
	try {
		const passed = folder ? secretFile.pass(writeSecret(folder, secretFile.text)) : {};
		const all = [...(passed.words ?? []), ...invocation.words, ...words];
		const env = {...environment, ...invocation.environment, ...passed.environment};
		for (const program of programs) {
			const code = await run(program, all, env, signal);
			if (code !== undefined) return code;
		}
		throw new CommandError(
			`You appear not to have the '${programs[0]}' program installed or on your path.`,
			{code: 'no-client', hint: `Install it: ${packages[dialectOf(project)]}.`},
		);
	} finally {
		release();
		forget();
	}
}

async function invocationFor(project: Project): Promise<Invocation> {
	const {database} = project.settings;
	switch (database.driver) {
		case 'libsql':
			if (libSqlServer(database)) throw withoutClient('A libSQL server', "'turso db shell'");
			return sqlite(privateFile(project));
		case 'pglite':
			throw withoutClient('PGlite', "'quarterdeck shell', with em.execute('select …')");
		case 'mssql':
			throw withoutClient('SQL Server', 'sqlcmd');
		case 'sqlite':
			return sqlite(privateFile(project));
		case 'postgresql':
			return postgresql(await credentialsOf(project));
		case 'mysql':
			return mysql(await credentialsOf(project), ['mysql', 'mariadb']);
		case 'mariadb':
			return mysql(await credentialsOf(project), ['mariadb', 'mysql']);
	}
}

/** What the client makes, a new database above all, is for this user only. */
function privateFile(project: Project): string {
	process.umask(0o077);
	return sqliteFile(project);
}

function withoutClient(database: string, instead: string): CommandError {
	return new CommandError(`${database} has no client that dbshell can start.`, {
		code: 'no-client',
		hint: `Use ${instead}.`,
	});
}

function writeSecret(folder: string, text: string): string {
	const file = path.join(folder, 'credentials');
	writeFileSync(file, text, {mode: 0o600, flag: 'wx'});
	return file;
}

/** @returns undefined when the program is missing */
function run(
	program: string,
	words: string[],
	env: NodeJS.ProcessEnv,
	signal: AbortSignal,
): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		const client: ChildProcess = spawn(program, words, {env, stdio: 'inherit'});
		const end = () => client.kill('SIGTERM');
		signal.addEventListener('abort', end);
		client.once('error', (error: NodeJS.ErrnoException) =>
			error.code === 'ENOENT' ? resolve(undefined) : reject(error),
		);
		client.once('close', (code, killer) => {
			signal.removeEventListener('abort', end);
			resolve(code ?? 128 + (constants.signals[killer!] ?? 0));
		});
	});
}

/** Closing the terminal ends this process and the client; the password file must be removed. */
function beforeItIsKilled(work: () => void): () => void {
	const hangUp = () => {
		work();
		release();
		process.kill(process.pid, 'SIGHUP');
	};
	const release = () => {
		process.off('SIGHUP', hangUp);
	};
	process.on('SIGHUP', hangUp);
	return release;
}
