import {existsSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

/** What was imported and not found: by Node, by its `require`, or by a loader. */
export interface MissingImport {
	/** Of a module, its absolute path where Node resolved it. */
	specifier: string;
	/** Absolute path of the file that imports it, if known. */
	importer?: string;
}

const patterns = [
	/Cannot find (?:module|package) '([^']+)'(?: imported from (\S[^\n]*))?/,
	/Directory import '([^']+)' is not supported resolving ES modules imported from ([^\n]+)/,
];
const requirers = [/Require stack:\n- ([^\n]+)/, /cannot be resolved in (file:[^\s]+)/];

export function missingImport(message: string): MissingImport | undefined {
	const [found] = patterns.flatMap(pattern => {
		const match = pattern.exec(message);
		return match ? [match] : [];
	});
	if (!found) return undefined;
	const [, specifier, from = requirers.map(one => one.exec(message)?.[1]).find(Boolean)] = found;
	const importer = from?.startsWith('file:') ? fileURLToPath(from) : from;
	return {specifier: specifier!, importer};
}

/** Whether there is a TypeScript source that a loader, unlike Node, would find for it. */
export function isForLoader({specifier, importer}: MissingImport, root: string): boolean {
	if (/^(?:\.|\/|file:)/.test(specifier)) {
		const plain = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
		return hasSource(path.resolve(importer ? path.dirname(importer) : root, plain));
	}
	return isAlias(specifier, root);
}

/** `shop` of `shop/client`, `@acme/shop` of `@acme/shop/client`; undefined for a path. */
export function packageIn(specifier: string): string | undefined {
	return /^(?:@[a-z0-9._-]+\/)?[a-z0-9][a-z0-9._-]*(?=\/|$)/i.exec(specifier)?.[0];
}

/** Whether it is installed, in the project or in a folder above it. */
export function isInstalled(name: string, root: string): boolean {
	const isThere = existsSync(path.join(root, 'node_modules', name));
	const parent = path.dirname(root);
	return isThere || (parent !== root && isInstalled(name, parent));
}

/** The source that a path means, where a loader would find one. */
function hasSource(file: string): boolean {
	return namesFor(file)
		.slice(1)
		.some(one => statSync(one, {throwIfNoEntry: false})?.isFile());
}

/** The path itself, and those of sources: `./book.js` may mean `book.ts`, and `./book` as well, or `book/index.ts`. */
export function namesFor(file: string): string[] {
	const named = file.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
	if (named !== file) return [file, named, named.replace(/\.ts$/, '.tsx')];
	return [file, ...['.ts', '.tsx', '/index.ts', '/index.tsx'].map(ending => file + ending)];
}

/** Whether the `paths` of a tsconfig, or its `baseUrl`, may be meant. */
function isAlias(specifier: string, root: string): boolean {
	if (hasSource(path.join(root, specifier))) return true;
	return patternsIn(path.join(root, 'tsconfig.json')).some(pattern => {
		const [before = '', after] = pattern.split('*');
		return after === undefined ? specifier === pattern : before && specifier.startsWith(before);
	});
}

/** The names in a tsconfig and in those that it extends, which are written like those of `paths`. */
function patternsIn(file: string, depth = 3): string[] {
	if (!existsSync(file) || depth === 0) return [];
	const text = readFileSync(file, 'utf8');
	const [, extended] = /"extends"\s*:\s*"(\.[^"]+)"/.exec(text) ?? [];
	const names = [...text.matchAll(/"([^"]+)"\s*:\s*\[/g)].map(([, name]) => name!);
	if (!extended) return names;
	const other = path.resolve(path.dirname(file), extended);
	return [...names, ...patternsIn(/\.json$/.test(other) ? other : `${other}.json`, depth - 1)];
}
