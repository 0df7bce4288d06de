import {existsSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import type {MikroOrmSettings} from './config-file.ts';

/** In MikroORM's order. A loader changes how decorators behave, so the same one is taken. */
const loaders: Record<string, string[]> = {
	oxc: ['@oxc-node/core/register'],
	swc: ['@swc-node/register/esm-register', '@swc-node/register'],
	tsx: ['tsx/esm/api', 'tsx/cjs/api'],
	jiti: ['jiti/register'],
	tsimp: ['tsimp/import'],
};

const registered = new Set<string>();

/**
 * Lets Node import the TypeScript of a MikroORM project as MikroORM's own command line does; where
 * the project has no loader, Node strips the types itself. Once a process.
 * @param root absolute path of the project
 */
export async function registerTypeScript(
	root: string,
	{tsLoader, tsConfigPath}: MikroOrmSettings,
): Promise<void> {
	if (registered.has(root)) return;
	registered.add(root);
	// Otherwise MikroORM looks for compiled entities and migrations only.
	process.env.MIKRO_ORM_CLI_ALWAYS_ALLOW_TS ??= '1';
	const tsconfig = path.resolve(root, tsConfigPath);
	process.env.SWC_NODE_PROJECT ??= tsconfig;
	process.env.TSIMP_PROJECT ??= tsconfig;
	const names = tsLoader === 'auto' ? Object.keys(loaders) : [tsLoader];
	for (const name of names) {
		const files = (loaders[name] ?? []).map(module => resolve(module, root)).filter(isText);
		for (const file of files) {
			const module = await import(pathToFileURL(file).href);
			if (name === 'tsx') module.register(existsSync(tsconfig) ? {tsconfig} : {});
		}
		if (files.length > 0) return;
	}
}

function resolve(module: string, root: string): string | undefined {
	try {
		return createRequire(path.join(root, 'package.json')).resolve(module);
	} catch {
		return undefined;
	}
}

function isText(value: string | undefined): value is string {
	return value !== undefined;
}
