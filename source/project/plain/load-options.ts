import path from 'node:path';
import {CommandError, isCommandError, messageOf} from '../../errors/command-error.ts';
import {driverClasses} from '../../mikro-orm/driver-name.ts';
import {completeOptions} from '../../mikro-orm/options.ts';
import {importFromProject, importSource} from '../import/import-source.ts';
import type {ProjectLocation} from '../settings/find.ts';
import {isTypeScript, readMikroOrmSettings} from '../settings/mikro-orm-config-file.ts';
import {followModuleSystemOf, registerTypeScript} from './typescript.ts';

/** The options for `MikroORM.init`. They contain secrets: never shown. */
export type MikroOrmOptions = Record<string, any>;

/**
 * Imports the project's MikroORM config and adds MIKRO_ORM_* from the environment. Configs expect
 * to run in the project's folder, so it is the working directory during the import.
 * @throws CommandError `import-failed`, `mikro-orm-config`
 */
export async function loadMikroOrmOptions(location: ProjectLocation): Promise<MikroOrmOptions> {
	const {root, settingsFile} = location;
	const before = {folder: process.cwd(), argv: process.argv};
	process.chdir(root);
	// Some configs ask whether MikroORM's command line runs them.
	process.argv = [process.execPath, path.join(root, 'node_modules/.bin/mikro-orm')];
	try {
		const settings = readMikroOrmSettings(root);
		if (settings.preferTs) await registerTypeScript(root, settings);
		followModuleSystemOf(root);
		const exported = unwrap(await importSource(settingsFile, root));
		const config = await chooseConfig(await exported, contextName());
		return await complete(config, root, settings.preferTs || isTypeScript(settingsFile));
	} catch (error) {
		if (isCommandError(error)) throw error;
		throw new CommandError(
			`${path.relative(root, settingsFile)}: ${messageOf(error).split('\n')[0]}`,
			{
				code: 'mikro-orm-config',
				hint: 'Fix the MikroORM config, or choose another context with MIKRO_ORM_CONTEXT_NAME.',
				file: settingsFile,
				cause: error,
			},
		);
	} finally {
		process.chdir(before.folder);
		process.argv = before.argv;
	}
}

function contextName(): string {
	return process.env.MIKRO_ORM_CONTEXT_NAME ?? 'default';
}

/** The default export of a CommonJS module is nested in another default export. */
function unwrap(module: any): any {
	const exported = module.default ?? module;
	return exported.__esModule && 'default' in exported ? exported.default : exported;
}

/**
 * @param exported a config, a function that returns one for a context, or a list of both
 * @throws Error when there is no config, or more than one
 */
export async function chooseConfig(exported: any, context: string): Promise<MikroOrmOptions> {
	const all: any[] = Array.isArray(exported) ? exported : [exported];
	const [config, ...others] = all.filter(candidate => isFor(candidate, context));
	if (others.length > 0) throw new Error(`it has several MikroORM configs named '${context}'.`);
	if (config) return config;
	for (const factory of all.filter(candidate => typeof candidate === 'function')) {
		const made = await factory(context);
		if (isObject(made) && (!('contextName' in made) || made.contextName === context)) return made;
	}
	const names = all.filter(isObject).map(({contextName = 'default'}) => contextName);
	const known = names.length > 0 ? `, but ${names.join(', ')}` : '';
	throw new Error(`it has no MikroORM config named '${context}'${known}.`);
}

/** A config without a name is the default one. */
function isFor(config: unknown, context: string): boolean {
	if (!isObject(config)) return false;
	return 'contextName' in config ? config.contextName === context : context === 'default';
}

function isObject(value: unknown): value is MikroOrmOptions {
	return typeof value === 'object' && value !== null;
}

async function complete(
	config: MikroOrmOptions,
	root: string,
	preferTs: boolean,
): Promise<MikroOrmOptions> {
	const core = await importFromProject('@mikro-orm/core', root);
	const options = await completeOptions(core, config, await driverOfEnvironment(root));
	options.baseDir ??= root;
	options.preferTs = preferTs;
	// MikroORM 6 does not look for ours itself.
	options.dynamicImportProvider ??= (globalThis as any).dynamicImportProvider;
	return options;
}

async function driverOfEnvironment(root: string): Promise<object | undefined> {
	const type = process.env.MIKRO_ORM_TYPE ?? '';
	if (!Object.hasOwn(driverClasses, type)) return undefined;
	const library = await importFromProject(`@mikro-orm/${type}`, root);
	return library[driverClasses[type as keyof typeof driverClasses]];
}
