import {spawnSync} from 'node:child_process';
import {
	appendFileSync,
	copyFileSync,
	existsSync,
	globSync,
	mkdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {part} from '../../source/mikro-orm/version.ts';

export interface Installed {
	/** Of `@mikro-orm/core`, as it was installed. */
	version?: string;
	/** The database server that its driver needs; undefined for SQLite and the like. */
	server?: 'postgresql' | 'mariadb';
	error?: string;
}

const drivers = {postgresql: 'postgresql', mysql: 'mariadb', mariadb: 'mariadb'} as const;

/** @returns the package, as npm would publish it */
export function pack(folder: string): string {
	mkdirSync(folder, {recursive: true});
	const {stdout, stderr} = npm(path.resolve(import.meta.dirname, '../..'), [
		'pack',
		'--silent',
		`--pack-destination=${folder}`,
	]);
	const file = stdout.trim().split('\n').at(-1);
	if (!file) throw new Error(stderr);
	return path.join(folder, file);
}

/**
 * Installs a project's packages with the package manager that its lock file names, and the packed
 * Quarterdeck beside them.
 */
export function install(
	copy: string,
	root: string,
	{tarball, versions}: {tarball: string; versions: Record<string, string>},
): Installed {
	for (const example of ['.env.example', '.env.dist', '.env.sample']) {
		if (existsSync(path.join(root, example)) && !existsSync(path.join(root, '.env'))) {
			copyFileSync(path.join(root, example), path.join(root, '.env'));
		}
	}
	const file = path.join(root, 'package.json');
	const wanted = readJson(file);
	const all = {...wanted.devDependencies, ...wanted.dependencies};
	if (!all['@mikro-orm/core']) return {error: 'no @mikro-orm/core'};
	const pinned = versions[/\d+/.exec(all['@mikro-orm/core'])?.[0] ?? ''];
	if (!existsSync(path.join(root, 'node_modules'))) {
		const error = installOwn(copy, file, wanted, pinned);
		if (error) return {error};
	}
	const withIt = existsSync(path.join(copy, 'pnpm-lock.yaml'))
		? pnpm(root, ['add', '--save-dev', '--ignore-scripts', tarball])
		: npm(root, ['install', '--no-save', '--ignore-scripts', '--no-audit', tarball]);
	if (withIt.status !== 0) return {error: errorOf(withIt)};
	const core = path.join(root, 'node_modules/@mikro-orm/core/package.json');
	const driver = Object.keys(drivers).find(name => all[`@mikro-orm/${name}`]);
	return {
		version: readJson(existsSync(core) ? core : path.join(copy, path.relative(root, core))).version,
		server: drivers[driver as keyof typeof drivers],
	};
}

function installOwn(copy: string, file: string, wanted: any, pinned: string | undefined) {
	for (const kind of ['dependencies', 'devDependencies']) {
		for (const name of Object.keys(wanted[kind] ?? {})) {
			if (!pinned || !part.test(name) || name.endsWith('better-sqlite')) continue;
			// Tools that the registry lacks in this version. MikroORM refuses another one.
			if (!npm(copy, ['view', `${name}@${pinned}`, 'version']).stdout) delete wanted[kind][name];
			else wanted[kind][name] = pinned;
		}
	}
	wanted.devDependencies = {'@mikro-orm/cli': pinned, ...wanted.devDependencies};
	writeFileSync(file, JSON.stringify(wanted, null, 2));
	const usesPnpm = existsSync(path.join(copy, 'pnpm-lock.yaml'));
	// Whatever versions of Node and pnpm a project wants.
	const workspace = path.join(copy, 'package.json');
	if (existsSync(workspace)) {
		const {engines, packageManager, ...rest} = readJson(workspace);
		writeFileSync(workspace, JSON.stringify(rest, null, 2));
	}
	for (const lock of globSync('**/{package-lock.json,pnpm-lock.yaml,yarn.lock}', {
		cwd: copy,
		exclude: ['**/node_modules/**'],
	})) {
		if (!usesPnpm || !lock.startsWith('pnpm')) rmSync(path.join(copy, lock));
	}
	const folder = path.dirname(file);
	const words = ['install', '--ignore-scripts', '--no-audit'];
	let outcome = usesPnpm
		? pnpm(folder, ['install', '--no-frozen-lockfile', '--ignore-scripts'])
		: npm(folder, words);
	if (outcome.stderr.includes('ERESOLVE')) {
		// Its own packages do not fit together: Quarterdeck is installed in the same way.
		appendFileSync(path.join(folder, '.npmrc'), '\nlegacy-peer-deps=true\n');
		outcome = npm(folder, words);
	}
	if (outcome.status !== 0) return errorOf(outcome);
	// The packages with a script that matters; compiling them takes minutes.
	for (const name of ['better-sqlite3', 'sqlite3'].filter(name => isBroken(name, folder)))
		npm(folder, ['rebuild', name]);
	return undefined;
}

/** Whether a package is there, and has no binary. */
function isBroken(name: string, cwd: string): boolean {
	const probe = `new (require('${name}').Database ?? require('${name}'))(':memory:')`;
	const {status, stderr} = spawnSync(process.execPath, ['-e', probe], {cwd, encoding: 'utf8'});
	return status !== 0 && !stderr.includes(`Cannot find module '${name}'`);
}

function npm(cwd: string, words: string[]) {
	return spawnSync('npm', words, {cwd, encoding: 'utf8', timeout: 900_000});
}

function pnpm(cwd: string, words: string[]) {
	const env = {
		...process.env,
		COREPACK_ENABLE_STRICT: '0',
		npm_config_manage_package_manager_versions: 'false',
	};
	return spawnSync('npx', ['--yes', 'pnpm@10', ...words], {
		cwd,
		env,
		encoding: 'utf8',
		timeout: 900_000,
	});
}

function errorOf({stdout, stderr}: {stdout: string; stderr: string}): string {
	const lines = `${stdout}\n${stderr}`.split('\n').filter(line => /ERR|error/i.test(line));
	return `install failed: ${lines.slice(0, 4).join(' ').slice(0, 300)}`;
}

function readJson(file: string): any {
	return JSON.parse(readFileSync(file, 'utf8'));
}
