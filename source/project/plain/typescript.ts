import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {requireSourcesOf} from '../import/import-source.ts';
import {type MikroOrmSettings, readPackage} from '../settings/mikro-orm-config-file.ts';

interface Loader {
	esm?: string;
	commonJs: string;
	/** Exports `register`, and does nothing before it is called. */
	isExplicit?: true;
}

/** In MikroORM's order. A loader changes how decorators behave, so the same one is taken. */
const loaders: Record<string, Loader> = {
	oxc: {esm: '@oxc-node/core/register', commonJs: '@oxc-node/core/register'},
	swc: {esm: '@swc-node/register/esm-register', commonJs: '@swc-node/register'},
	tsx: {esm: 'tsx/esm/api', commonJs: 'tsx/cjs/api', isExplicit: true},
	jiti: {commonJs: 'jiti/register'},
	tsimp: {commonJs: 'tsimp/import'},
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
	for (const loader of names.flatMap(name => loaders[name] ?? [])) {
		const {esm, commonJs, isExplicit} = loader;
		const file = resolve(isEsm(root) && esm ? esm : commonJs, root);
		if (file === undefined) continue;
		const module = await import(pathToFileURL(file).href);
		if (isExplicit) module.register(existsSync(tsconfig) ? {tsconfig} : {});
		break;
	}
}

/** CommonJS is what MikroORM takes a package for that does not say `module`. */
export function followModuleSystemOf(root: string): void {
	if (isEsm(root)) return;
	requireSourcesOf(root);
	const require = createRequire(path.join(root, 'package.json'));
	const global = globalThis as {dynamicImportProvider?: (id: string) => unknown};
	global.dynamicImportProvider ??= async id =>
		require(id.startsWith('file:') ? fileURLToPath(id) : id);
}

function isEsm(root: string): boolean {
	return readPackage(root).type === 'module';
}

function resolve(specifier: string, root: string): string | undefined {
	const require = createRequire(path.join(root, 'package.json'));
	try {
		return require.resolve(specifier);
	} catch {
		return resolveForImport(specifier, require);
	}
}

/** For an entry that a package has for `import` alone, which Node resolves from nowhere but here. */
function resolveForImport(specifier: string, require: NodeJS.Require): string | undefined {
	const [, name = '', entry] = /^((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(specifier) ?? [];
	const folder = require.resolve
		.paths(name)
		?.map(modules => path.join(modules, name))
		.find(existsSync);
	if (!folder) return undefined;
	const {exports = {}} = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
	const file = exports[`./${entry}`]?.import;
	return typeof file === 'string' ? path.join(folder, file) : undefined;
}
