import {globSync} from 'node:fs';
import path from 'node:path';

/**
 * A config with the MIKRO_ORM_* of the environment, and with the packages that it needs loaded.
 * @param core the exports of `@mikro-orm/core`
 * @param driver of the environment, in place of the config's
 */
export async function completeOptions(core: any, config: object, driver?: object): Promise<any> {
	const {loadEnvironmentVars} = core.ConfigurationLoader ?? core;
	const environment = {...loadEnvironmentVars(), ...(driver && {driver})};
	const options = core.Utils.mergeConfig({}, config, environment);
	await core.loadOptionalDependencies?.(options);
	return options;
}

/** Whether MikroORM, imported into this process, would read TypeScript sources. */
export function readsTypeScript(core: any): boolean {
	return core.Utils.detectTypeScriptSupport?.() ?? core.Utils.detectTsNode();
}

/**
 * Lets MikroORM import entities and migrations with a function of ours. It has no effect once MikroORM is
 * imported, which sets its own one.
 * @param require gets the URL of a file, or the name of a package
 */
export function loadWith(require: (id: string) => unknown): void {
	const global = globalThis as {dynamicImportProvider?: (id: string) => Promise<unknown>};
	global.dynamicImportProvider ??= async id => require(id);
}

/**
 * The files of a folder that MikroORM's glob finds, sorted.
 * @param fsUtils the exports of `@mikro-orm/core/fs-utils`; false for MikroORM 6, which has none
 */
export function filesMatching(fsUtils: any, folder: string, pattern: string): string[] {
	const {fs} = fsUtils || {};
	const files: string[] = fs
		? fs.glob(fs.normalizePath(folder, pattern))
		: globSync(pattern, {cwd: folder}).map(file => path.join(folder, file));
	return files.sort();
}
