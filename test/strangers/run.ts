/**
 * Projects that nobody here wrote: installs the built package into each, and compares what it says with
 * MikroORM's own command line at each step. Prints a table. The checkouts are copied, not changed.
 *
 *     QUARTERDECK_TEST_SERVERS=1 node --import=./test/support/setup.js test/strangers/run.ts \
 *         --checkouts DIR [--only NAME]… [--work DIR] [--versions 6=6.6.16,7=7.2.1] [--verbose]
 *
 * DIR may have a `strangers.json` with what a project needs besides its `.env.example`:
 * `{"NAME": {"package": "apps/api", "env": {"KEY": "value"}, "before": "npm run build"}}`; in `env`,
 * `{database}` stands for the name of its database. Databases are made on the local servers and dropped.
 * `--versions` pins all MikroORM packages of a major version, for registries that miss some.
 */
import {spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdtempSync, readdirSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs, stripVTControlCharacters} from 'node:util';
import {inRound} from '../support/round.ts';
import {isThere, makeDatabase, servers} from '../support/servers.ts';
import {openTerminal} from '../support/terminal.ts';
import {install, pack} from './install.ts';

/** What `strangers.json` says of a project. */
interface Needs {
	package?: string;
	env?: Record<string, string>;
	before?: string;
}

const {values} = parseArgs({
	options: {
		checkouts: {type: 'string', default: '.'},
		only: {type: 'string', multiple: true},
		work: {type: 'string'},
		versions: {type: 'string', default: '6=6.6.16,7=7.2.1'},
		verbose: {type: 'boolean', default: false},
	},
});
const checkouts = path.resolve(values.checkouts);
const work = path.resolve(
	values.work ?? mkdtempSync(path.join(tmpdir(), 'quarterdeck-strangers-')),
);
const versions = Object.fromEntries(values.versions.split(',').map(pair => pair.split('=')));
const needsFile = path.join(checkouts, 'strangers.json');
const needs: Record<string, Needs> = existsSync(needsFile)
	? JSON.parse(readFileSync(needsFile, 'utf8'))
	: {};
const steps = [
	'install',
	'status',
	'showmigrations',
	'migrate',
	'again',
	'check',
	'back',
	'forwards',
];
const columns = [...steps, 'dashboard', 'files written'];
const names = readdirSync(checkouts, {withFileTypes: true})
	.filter(entry => entry.isDirectory() && (values.only?.includes(entry.name) ?? true))
	.map(({name}) => name);

console.log(`| project | ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length + 1)}`);
const tarball = pack(work);
for (const name of names) {
	const cells = await tryOut(name).catch(error => ({install: `broken: ${error.message}`}));
	const row = columns.map(column => (cells as Record<string, string>)[column] ?? '');
	console.log(`| ${[name, ...row].map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`);
}

async function tryOut(name: string): Promise<Record<string, string>> {
	const cells: Record<string, string> = {};
	const needed = needs[name] ?? {};
	const copy = path.join(work, name);
	if (!existsSync(copy)) cpSync(path.join(checkouts, name), copy, {recursive: true});
	const root = path.join(copy, needed.package ?? '.');
	const installed = install(copy, root, {tarball, versions});
	cells.install = installed.error ?? `MikroORM ${installed.version}`;
	if (installed.error) return cells;
	await inRound(async round => {
		const server = servers.find(({driver}) => driver === installed.server);
		if (server && !isThere(server)) throw new Error(`${server.driver} does not answer`);
		const database = server ? (await makeDatabase(round, server)).name : 'strangers.sqlite3';
		const env = environment(database, server, needed.env);
		const run = (program: string, words: string[], timeout = 180_000) => {
			const {status, signal, stdout, stderr} = spawnSync(program, words, {
				cwd: root,
				env,
				encoding: 'utf8',
				timeout,
			});
			if (values.verbose) console.error(`$ ${program} ${words.join(' ')}\n${stdout}${stderr}`);
			const said = signal ? 'does not end' : sentence(stderr || stdout);
			return {code: status, stdout, stderr, said};
		};
		// A workspace may keep all programs in its own folder.
		const bin = (tool: string) =>
			[root, copy]
				.map(folder => path.join(folder, 'node_modules/.bin', tool))
				.find(file => existsSync(file)) ?? tool;
		const quarterdeck = (...words: string[]) => run(bin('quarterdeck'), words);
		// It does not end while a config keeps a connection open.
		const stock = (...words: string[]) => run(bin('mikro-orm'), words, 60_000);
		if (needed.before) run('sh', ['-c', needed.before]);
		const before = changedFiles(copy);

		/** A status with problems exits with 1, and is there all the same. */
		const status = () => {
			const {stdout, said} = quarterdeck('status', '--json');
			const first = stdout.split('\n')[0] ?? '';
			return {report: first.startsWith('{"project"') ? JSON.parse(first) : undefined, said};
		};
		/** What each of the two says is to be applied. */
		const compare = () => {
			const {code, stdout, said} = quarterdeck('showmigrations');
			if (code !== 0) return said;
			const pending = stdout.split('\n').flatMap(line => /^\s*\[ \] (\S+)/.exec(line)?.[1] ?? []);
			const theirs = stock('migration:pending');
			const listed = namesIn(theirs.stdout);
			const ended = theirs.code === 0 ? '' : `; stock: ${theirs.said}`;
			if (ended && listed.length === 0) return `${pending.length}${ended}`;
			const same = listed.join() === pending.join() ? 'agree' : `differ from ${listed.length}`;
			return `${pending.length} ${same}${ended}`;
		};
		const {report, said} = status();
		const app = report?.apps[0];
		const label = app?.label;
		// Without a database, there are files only.
		const all: string[] = app?.files ?? app?.migrations.map((one: any) => one.name) ?? [];
		const problems = report?.problems.map((one: any) => one.message).join(' ');
		cells.status = report ? `${all.length} migrations. ${problems}` : said;
		cells.showmigrations = compare();
		const migrate = (...words: string[]): string => {
			const {code, said} = quarterdeck('migrate', '--noinput', ...words);
			if (code === 0) return compare();
			if (code === 3) return `asks; ${migrate(...words, '--allow-data-loss')}`;
			const theirs = stock(words[0] === label ? 'migration:down' : 'migration:up').said;
			return `${code}: ${said}; stock: ${theirs}`;
		};
		cells.migrate = migrate();
		const again = quarterdeck('migrate', '--noinput');
		cells.again = again.stdout.includes('No migrations to apply.') ? 'nothing to do' : again.said;
		const check = quarterdeck('makemigrations', '--check');
		const theirs = stock('migration:check');
		const agrees = (check.code === 0) === (theirs.code === 0) ? 'agree' : `stock ${theirs.code}`;
		cells.check = `${check.code}, ${agrees}${check.stderr ? `: ${check.said}` : ''}`;
		if (all.length > 0) {
			cells.back = migrate(label, all.at(-2) ?? 'zero');
			cells.forwards = migrate();
		}
		cells.dashboard = await dashboard(bin('quarterdeck'), root, env, all.at(-1));
		cells['files written'] =
			changedFiles(copy)
				.filter(file => !before.includes(file))
				.join(' ') || 'none';
	});
	return cells;
}

/** The usual names for where a database is, in place of what a project's owner would set. */
function environment(
	database: string,
	server: (typeof servers)[number] | undefined,
	own: Record<string, string> = {},
): NodeJS.ProcessEnv {
	const {NODE_TEST_CONTEXT, NODE_OPTIONS, ...rest} = process.env;
	const {host = '', port = '', user = ''} = server ?? {};
	const protocol = server?.driver === 'postgresql' ? 'postgresql' : 'mysql';
	const url = server ? `${protocol}://${user}@${host}:${port}/${database}` : database;
	const usual: Record<string, string> = {};
	for (const prefix of ['DB', 'DATABASE', 'POSTGRES', 'PG', 'MYSQL', 'MIKRO_ORM']) {
		Object.assign(usual, {
			[`${prefix}_HOST`]: host,
			[`${prefix}_PORT`]: String(port),
			[`${prefix}_USER`]: user,
			[`${prefix}_USERNAME`]: user,
			[`${prefix}_PASSWORD`]: '',
			[`${prefix}_PASS`]: '',
			[`${prefix}_NAME`]: database,
			[`${prefix}_DB`]: database,
			[`${prefix}_DB_NAME`]: database,
			[`${prefix}_DATABASE`]: database,
		});
		if (prefix !== 'MIKRO_ORM') usual[`${prefix}_URL`] = url;
	}
	for (const [key, value] of Object.entries(own)) {
		usual[key] = value.replaceAll('{database}', database).replaceAll('{url}', url);
	}
	return {...rest, ...usual, PATH: `${path.dirname(process.execPath)}:${rest.PATH}`};
}

/** The first cell of each row of the tables that MikroORM's command line prints. */
function namesIn(table: string): string[] {
	return stripVTControlCharacters(table)
		.split('\n')
		.filter(line => line.includes('│'))
		.map(line => line.split('│')[1]!.trim())
		.filter(cell => cell && cell !== 'Name');
}

async function dashboard(program: string, cwd: string, env: NodeJS.ProcessEnv, last = '') {
	const terminal = openTerminal([program], {cwd, env});
	try {
		await terminal.shows(last ? /▾ / : 'Migrations', 60_000);
		// The last of many is further down.
		terminal.press('G');
		await terminal.shows(last.slice(0, 12), 60_000);
		terminal.press('q');
		const {exitCode} = await terminal.exited;
		return exitCode === 0 ? 'opens, quits' : `exit ${exitCode}`;
	} catch {
		return `does not show ${last}`;
	} finally {
		terminal.kill('SIGKILL');
	}
}

/** What is new or changed to git, but for what was installed and the state folder. */
function changedFiles(copy: string): string[] {
	const {stdout} = spawnSync('git', ['status', '--porcelain', '--untracked-files=all'], {
		cwd: copy,
		encoding: 'utf8',
	});
	return stdout.split('\n').filter(line => line && !/node_modules|\.sqlite3/.test(line));
}

/** The first two lines that say something; of an error, its sentence and the next step. */
function sentence(text: string): string {
	const lines = stripVTControlCharacters(text)
		.split('\n')
		.filter(line => line.trim() && !/Warning:|--trace-/.test(line));
	const start = Math.max(
		0,
		lines.findIndex(line => line.startsWith('Error:')),
	);
	return lines
		.slice(start, start + 2)
		.join(' ')
		.trim()
		.slice(0, 300);
}
