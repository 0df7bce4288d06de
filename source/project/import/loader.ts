import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {mikroOrmVersion} from '../../mikro-orm/version.ts';
import {isInstalled, packageIn} from './missing-import.ts';

interface Loader {
	esm?: string;
	commonJs?: string;
	/** Exports `register`, and has no effect before it is called. */
	isExplicit?: true;
	/** Whether it emits the types of decorated properties, if the tsconfig wants them. */
	emitsMetadata?: true;
	/** Whether it loads what is imported, and nothing that is required. */
	isForImports?: true;
	/** Whether only MikroORM 6 uses it, and for CommonJS. */
	isOfSix?: true;
}

/** In MikroORM's order, then AdonisJS's. Loaders differ in how decorators behave, so the order matters. */
const loaders: Record<string, Loader> = {
	'ts-node': {commonJs: 'ts-node', isExplicit: true, emitsMetadata: true, isOfSix: true},
	oxc: {
		esm: '@oxc-node/core/register',
		commonJs: '@oxc-node/core/register',
		emitsMetadata: true,
	},
	swc: {
		esm: '@swc-node/register/esm-register',
		commonJs: '@swc-node/register',
		emitsMetadata: true,
	},
	tsx: {esm: 'tsx/esm/api', commonJs: 'tsx/cjs/api', isExplicit: true},
	jiti: {commonJs: 'jiti/register', isForImports: true},
	tsimp: {commonJs: 'tsimp/import', isForImports: true},
	nub: {esm: '@nubjs/loader', commonJs: '@nubjs/loader', emitsMetadata: true},
	'ts-exec': {esm: '@poppinss/ts-exec', emitsMetadata: true},
};

export interface LoaderWish {
	/** `tsx`, `swc` …, or `auto`. */
	tsLoader?: string;
	/** Relative to the project. */
	tsConfigPath?: string;
	/** Whether the project's sources are only required. */
	isCommonJs?: boolean;
}

/** What is registered for modules that require sources, beside what they are imported with. */
const extras = new Set<string>();

/** The name of the loader that each project has in this process. */
const registered = new Map<string, string | undefined>();

/**
 * Lets Node import TypeScript with the loader that the project has installed; without one, Node strips the
 * types itself. Runs once per process.
 * @param root absolute path of the project
 * @returns whether there is a loader that was not there before
 */
export async function registerLoader(
	root: string,
	{tsLoader = 'auto', tsConfigPath = 'tsconfig.json', isCommonJs = false}: LoaderWish = {},
): Promise<boolean> {
	if (registered.has(root)) return false;
	const tsconfig = path.resolve(root, tsConfigPath);
	process.env.SWC_NODE_PROJECT ??= tsconfig;
	process.env.TSIMP_PROJECT ??= tsconfig;
	const isSix = isCommonJs && mikroOrmVersion(root).major === 6;
	const known = Object.keys(loaders).filter(name => isSix || !loaders[name]!.isOfSix);
	const names = tsLoader === 'auto' ? known : [tsLoader];
	const name = names.find(name => filesOf(name, root, isCommonJs).length > 0);
	registered.set(root, name);
	if (name === undefined) return false;
	const [first, ...others] = filesOf(name, root, isCommonJs);
	// One more hook for `require` with each project would look for each module in all of their ways.
	for (const file of [first!, ...others.filter(file => !extras.has(file))]) {
		if (file !== first) extras.add(file);
		const module = await import(pathToFileURL(file).href);
		if (loaders[name]!.isOfSix) registerTsNode(module.default, tsconfig, root);
		else if (loaders[name]!.isExplicit) module.register(existsSync(tsconfig) ? {tsconfig} : {});
	}
	process.env.MIKRO_ORM_CLI_TS_LOADER ??= name;
	return true;
}

/** As MikroORM 6 does: its entities may import one another in a circle. */
function registerTsNode(tsNode: any, project: string, root: string): void {
	const compilerOptions = {module: 'nodenext', moduleResolution: 'nodenext'};
	const {config} = tsNode.register({project, transpileOnly: true, compilerOptions});
	const {baseUrl = '.', paths = {}} = config.options;
	const file = Object.keys(paths).length > 0 && resolve('tsconfig-paths', root);
	if (file) createRequire(file)(file).register({baseUrl, paths});
}

/** Whether a loader is registered for a project, or for any. */
export function hasLoader(root?: string): boolean {
	const names = root === undefined ? [...registered.values()] : [registered.get(root)];
	return names.some(name => name !== undefined);
}

export function emitsMetadata(root: string): boolean {
	return loaderOf(root)?.emitsMetadata === true;
}

/** Whether sources must be imported, in a package of CommonJS as well. */
export function isForImports(root: string): boolean {
	return loaderOf(root)?.isForImports === true;
}

function loaderOf(root: string): Loader | undefined {
	return loaders[registered.get(root) ?? ''];
}

/** What registers it: a module may require sources as well. */
function filesOf(name: string, root: string, isCommonJs: boolean): string[] {
	const {esm, commonJs, isForImports} = loaders[name] ?? {};
	const entries = new Set([...(isCommonJs ? [] : [esm]), commonJs]);
	return [...entries].flatMap(entry => (entry && resolve(entry, root, isForImports)) ?? []);
}

function resolve(specifier: string, root: string, isForImports = false): string | undefined {
	// pnpm's NODE_PATH has the packages of other packages as well.
	if (!process.versions.pnp && !isInstalled(packageIn(specifier)!, root)) return undefined;
	const require = createRequire(path.join(root, 'package.json'));
	// What jiti 1 has under the name is for what is required.
	if (isForImports) return resolveForImport(specifier, require);
	try {
		return require.resolve(specifier);
	} catch {
		return resolveForImport(specifier, require);
	}
}

/** Resolves an entry that a package exports for `import` only. */
function resolveForImport(specifier: string, require: NodeJS.Require): string | undefined {
	const [, name = '', entry] = /^(@[^/]+\/[^/]+|[^@/][^/]*)\/(.+)$/.exec(specifier) ?? [];
	const file = require.resolve
		.paths(name)
		?.map(modules => path.join(modules, name, 'package.json'))
		.find(existsSync);
	if (!name || !file) return undefined;
	const {exports = {}} = JSON.parse(readFileSync(file, 'utf8'));
	const target = exports[`./${entry}`];
	const forms = [target, target?.import, target?.import?.default];
	const entryFile = forms.find(form => typeof form === 'string');
	return entryFile && path.join(path.dirname(file), entryFile);
}
