import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {loadWith} from '../../mikro-orm/options.ts';
import {requireSourcesOf} from '../import/import-source.ts';
import {type MikroOrmSettings, readPackage} from '../settings/mikro-orm-config-file.ts';

interface Loader {
	esm?: string;
	commonJs: string;
	/** Exports `register`, and has no effect before it is called. */
	isExplicit?: true;
}

/** In MikroORM's order. Loaders differ in how decorators behave, so the order matters. */
const loaders: Record<string, Loader> = {
	oxc: {esm: '@oxc-node/core/register', commonJs: '@oxc-node/core/register'},
	swc: {esm: '@swc-node/register/esm-register', commonJs: '@swc-node/register'},
	tsx: {esm: 'tsx/esm/api', commonJs: 'tsx/cjs/api', isExplicit: true},
	jiti: {commonJs: 'jiti/register'},
	tsimp: {commonJs: 'tsimp/import'},
};

const registered = new Set<string>();

/**
 * Lets Node import TypeScript as MikroORM's command line does. Without a loader in the project,
 * Node strips the types itself. Runs once per process.
 * @param root absolute path of the project
 */
export async function registerTypeScript(
	root: string,
	{tsLoader, tsConfigPath}: MikroOrmSettings,
): Promise<void> {
	if (registered.has(root)) return;
	registered.add(root);
	// Otherwise MikroORM only looks for compiled entities and migrations.
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

/** MikroORM's default for a package without `module` is CommonJS. */
export function followModuleSystemOf(root: string): void {
	if (isEsm(root)) return;
	requireSourcesOf(root);
	const require = createRequire(path.join(root, 'package.json'));
	loadWith(id => require(id.startsWith('file:') ? fileURLToPath(id) : id));
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

/** Resolves an entry that a package exports for `import` only. */
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
