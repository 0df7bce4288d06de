import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';

/** The `mikro-orm` key of a package.json; the environment takes precedence. */
export interface MikroOrmSettings {
	configPaths: string[];
	/** False: only JavaScript counts. */
	preferTs: boolean;
	/** `tsx`, `swc` …, or `auto`. */
	tsLoader: string;
	/** Relative to the project. */
	tsConfigPath: string;
}

/**
 * The config that MikroORM's own command line would use in a folder: MIKRO_ORM_CLI_CONFIG, then
 * the ones in package.json, then the default places; or else what the project's scripts tell it.
 * @returns its absolute path
 */
export function findMikroOrmConfig(folder: string): string | undefined {
	return candidates(folder)
		.map(name => path.resolve(folder, name))
		.find(existsSync);
}

function candidates(folder: string): string[] {
	const {configPaths, preferTs} = readMikroOrmSettings(folder);
	const built = ['dist', 'build'].find(name => existsSync(path.join(folder, name))) ?? 'src';
	return [
		...fromEnvironment(folder),
		...configPaths,
		'src/mikro-orm.config.ts',
		'mikro-orm.config.ts',
		`${built}/mikro-orm.config.js`,
		'mikro-orm.config.js',
		...fromScripts(folder),
	].filter(name => preferTs || !isTypeScript(name));
}

/** An absolute path would match in every folder: it only counts where a package begins. */
function fromEnvironment(folder: string): string[] {
	const named = process.env.MIKRO_ORM_CLI_CONFIG;
	if (!named) return [];
	return path.isAbsolute(named) && !existsSync(path.join(folder, 'package.json')) ? [] : [named];
}

/** `mikro-orm migration:up --config src/db.ts` */
function fromScripts(folder: string): string[] {
	const scripts = Object.values(readPackage(folder).scripts ?? {}).map(String);
	return scripts.flatMap(
		script => /\bmikro-orm\b.*\s--config[= ]([\w./-]+)/.exec(script)?.[1] ?? [],
	);
}

export function readMikroOrmSettings(folder: string): MikroOrmSettings {
	const {env} = process;
	const given = readPackage(folder)['mikro-orm'] ?? {};
	return {
		configPaths: given.configPaths ?? [],
		preferTs:
			env.MIKRO_ORM_CLI_CONFIG?.endsWith('.ts') === true ||
			(env.MIKRO_ORM_CLI_PREFER_TS === undefined
				? given.preferTs !== false
				: /^(?:true|t|1)$/i.test(env.MIKRO_ORM_CLI_PREFER_TS)),
		tsLoader: env.MIKRO_ORM_CLI_TS_LOADER ?? given.tsLoader ?? 'auto',
		tsConfigPath: env.MIKRO_ORM_CLI_TS_CONFIG_PATH ?? given.tsConfigPath ?? 'tsconfig.json',
	};
}

/** Empty when the package.json is missing or unreadable. */
export function readPackage(folder: string): Record<string, any> {
	try {
		return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) ?? {};
	} catch {
		return {};
	}
}

export function isTypeScript(file: string): boolean {
	return /\.[cm]?ts$/.test(file);
}

/** The label of a plain project: the name of the package without its scope, or of the folder, in characters safe on a command line. */
export function labelOf(root: string): string {
	const name = String(readPackage(root).name ?? '').replace(/^@[^/]*\//, '');
	return (name || path.basename(root)).replace(/[^\w-]+/g, '-');
}
