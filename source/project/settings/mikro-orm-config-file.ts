import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';

/** What a package.json says under `mikro-orm`, the environment's word first. */
export interface MikroOrmSettings {
	configPaths: string[];
	/** False: only JavaScript is looked at. */
	preferTs: boolean;
	/** `tsx`, `swc` …, or `auto`. */
	tsLoader: string;
	/** Relative to the project. */
	tsConfigPath: string;
}

/**
 * The config that MikroORM's own command line would take in a folder: the one that
 * MIKRO_ORM_CLI_CONFIG names, those of package.json, then the usual places.
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
	].filter(name => preferTs || !isTypeScript(name));
}

/** An absolute path would be found from everywhere: it counts where a package begins. */
function fromEnvironment(folder: string): string[] {
	const named = process.env.MIKRO_ORM_CLI_CONFIG;
	if (!named) return [];
	return path.isAbsolute(named) && !existsSync(path.join(folder, 'package.json')) ? [] : [named];
}

/** @param folder the project's */
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

/** A package.json that is missing or cannot be read says nothing. */
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
