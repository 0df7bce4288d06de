/**
 * Runs the tests of the engine and the commands on other versions of MikroORM.
 *
 *     npm run test:versions                                   each set below, and MikroORM 6
 *     npm run test:versions sqlite@7.0.5                      one driver, with all packages of its version
 *     npm run test:versions sqlite@7.0.5 test/commands/users/… some files
 *
 * Each set is installed in a copy of this package, beside what the copy shares with it. Tests that need a driver
 * which the set lacks, or what its version lacks, are skipped, and say so. The servers are those of
 * `test:databases`; MySQL's driver runs on MariaDB.
 */

import {execFileSync, spawnSync} from 'node:child_process';
import {
	cpSync,
	existsSync,
	globSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {isBuilt} from './built.ts';

/** The lowest and the highest version of each minor one that npm has all packages of. */
const everySet = [
	...['sqlite@7.0.5', 'sqlite@7.1.14', 'sqlite@7.2.1'],
	...['postgresql@7.0.17', 'postgresql@7.1.15', 'postgresql@7.2.1'],
	...['mysql@7.0.17', 'mysql@7.1.13', 'mysql@7.2.1'],
];

const root = path.dirname(import.meta.dirname);
process.chdir(root);
const words = process.argv.slice(2);
const chosen = words.filter(word => /^\w+@\d/.test(word));
const patterns = words.filter(word => !chosen.includes(word));

if (!isBuilt('cli.js') || !isBuilt('types')) {
	execFileSync(process.execPath, ['scripts/build.ts'], {stdio: 'inherit'});
}
const failed = (chosen.length > 0 ? chosen : everySet).filter(set => !passes(set));
if (words.length === 0 && !passesOnSix()) failed.push('MikroORM 6');
for (const set of failed) console.error(`${set} has failed.`);
process.exitCode = failed.length > 0 ? 1 : 0;

function passes(set: string): boolean {
	const [driver, version] = set.split('@') as [string, string];
	const copy = realpathSync(mkdtempSync(path.join(tmpdir(), `versions-${driver}-${version}-`)));
	try {
		copySources(copy);
		installSet(copy, driver, version);
		shareOtherPackages(copy);
		console.log(`\n# MikroORM ${version}, ${driver}`);
		const {status} = spawnSync(process.execPath, ['scripts/test.ts', ...testsFor(driver)], {
			cwd: copy,
			stdio: 'inherit',
			env: {
				...process.env,
				QUARTERDECK_TEST_SERVERS: driver,
				QUARTERDECK_TEST_SKIPS_NOTHING: '',
			},
		});
		return status === 0;
	} finally {
		rmSync(copy, {recursive: true, force: true, maxRetries: 5});
	}
}

/** Plain projects, with a MikroORM of their own. */
function passesOnSix(): boolean {
	const env = {...process.env, QUARTERDECK_TEST_SERVERS: '1', QUARTERDECK_TEST_MINUTES: '30'};
	const words = ['scripts/test.ts', 'test/versions/six.ts'];
	return spawnSync(process.execPath, words, {stdio: 'inherit', env}).status === 0;
}

/** Without a driver for SQLite, only the tests that are about the server can run. */
function testsFor(driver: string): string[] {
	const [kind, options] =
		driver === 'sqlite' ? ['{test,programs}', []] : ['databases', ['--test-skip-pattern=^sqlite']];
	const files = globSync(`test/{migrations,commands}/**/*.${kind}.ts`).sort();
	return [...options, ...(patterns.length > 0 ? patterns : files)];
}

function copySources(copy: string): void {
	const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {encoding: 'utf8'});
	for (const file of [...list.trim().split('\n').filter(existsSync), 'dist']) {
		cpSync(file, path.join(copy, file), {recursive: true});
	}
	// The folders of the sources are new as well; what is built is from the same sources.
	for (const built of ['cli.js', 'types']) utimesSync(path.join(copy, 'dist', built), now(), now());
}

function now(): number {
	return Date.now() / 1000;
}

function installSet(copy: string, driver: string, version: string): void {
	const names = ['core', 'migrations', 'cli', driver].map(name => [`@mikro-orm/${name}`, version]);
	// An older one has no binary of its own.
	const overrides = {'better-sqlite3': betterSqlite()};
	const text = JSON.stringify({dependencies: Object.fromEntries(names), overrides});
	const folder = path.join(copy, 'set');
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'package.json'), text);
	const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	execFileSync('npm', install, {cwd: folder, stdio: 'inherit'});
	renameSync(path.join(folder, 'node_modules'), path.join(copy, 'node_modules'));
}

function betterSqlite(): string {
	return JSON.parse(readFileSync('node_modules/better-sqlite3/package.json', 'utf8')).version;
}

/** All but MikroORM's and what the set has brought. */
function shareOtherPackages(copy: string): void {
	const names = readdirSync('node_modules').filter(
		name => name[0] !== '.' && name !== '@mikro-orm',
	);
	for (const name of names) {
		const link = path.join(copy, 'node_modules', name);
		if (!existsSync(link)) symlinkSync(path.join(root, 'node_modules', name), link);
	}
}
