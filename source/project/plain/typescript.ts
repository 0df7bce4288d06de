import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {loadWith} from '../../mikro-orm/options.ts';
import {importSource, requireSourcesOf} from '../import/import-source.ts';
import {isForImports, registerLoader} from '../import/loader.ts';
import {type MikroOrmSettings, readPackage} from '../settings/mikro-orm-config-file.ts';

/** Lets Node import TypeScript as MikroORM's command line does. @param root absolute path of the project */
export async function registerTypeScript(
	root: string,
	{tsLoader, tsConfigPath}: MikroOrmSettings,
): Promise<void> {
	// Otherwise MikroORM only looks for compiled entities and migrations.
	process.env.MIKRO_ORM_CLI_ALWAYS_ALLOW_TS ??= '1';
	await registerLoader(root, {tsLoader, tsConfigPath, isCommonJs: !isEsm(root)});
}

/**
 * Imports the project's sources as MikroORM does, whose default for a package without `module` is CommonJS.
 * MikroORM loads entities and migrations in the same way.
 */
export function followModuleSystemOf(root: string): void {
	const imports = isEsm(root) || isForImports(root);
	if (!imports) requireSourcesOf(root);
	const require = createRequire(path.join(root, 'package.json'));
	const load = (id: string) => (imports ? import(id) : require(id));
	loadWith(id => (id.startsWith('file:') ? importSource(fileURLToPath(id), root) : load(id)));
}

function isEsm(root: string): boolean {
	return readPackage(root).type === 'module';
}
