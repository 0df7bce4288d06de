import {existsSync, readFileSync, statSync} from 'node:fs';
import {registerHooks} from 'node:module';
import {fileURLToPath} from 'node:url';
import {verifyLoadedFile} from '../trust/trust.ts';
import {hasLoader} from './loader.ts';
import {namesFor} from './missing-import.ts';

/** MikroORM and its query builder: hundreds of files that import one another. */
const insideMikroOrm = /\/node_modules\/(?:@mikro-orm\/[^/]+|kysely)\//;
const loaded = new Map<string, string>();
const missing = new Set<string>();
let hooked = false;
let imported = () => {};

/**
 * Records all imports from now on; once per process, before the project's first file. Within MikroORM's
 * packages, relative imports skip Node's resolution, which halves MikroORM's loading time.
 */
export function hookImports(): void {
	if (hooked) return;
	hooked = true;
	registerHooks({
		resolve(specifier, context, next) {
			const {parentURL = ''} = context;
			// MikroORM 6 is CommonJS, which its only modules import (.mjs).
			const isModule = insideMikroOrm.test(parentURL) && !parentURL.endsWith('.mjs');
			if (specifier[0] === '.' && specifier.endsWith('.js') && isModule) {
				const {href} = new URL(specifier, parentURL);
				return {url: href, format: 'module', shortCircuit: true};
			}
			try {
				return recorded(next(specifier, context));
			} catch (error) {
				const source = sourceFor(specifier, parentURL);
				if (source !== undefined) return recorded(next(source, context));
				recordMissing(specifier, parentURL);
				throw error;
			}
		},
		load(url, context, next) {
			if (insideMikroOrm.test(url) && context.format === 'module') {
				return {format: 'module', source: readFileSync(fileURLToPath(url)), shortCircuit: true};
			}
			if (url.startsWith('file:') && !url.includes('/node_modules/')) note(url);
			return next(url, context);
		},
	});
}

/** The imported files outside of packages, with the fingerprint of each when it was read. */
export function importedFiles(): ReadonlyMap<string, string> {
	return loaded;
}

/** To be called with files whose contents have an effect here without having been imported. */
export function countAsImported(files: Iterable<[file: string, state: string]>): void {
	for (const [file, state] of files) loaded.set(file, state);
	imported();
}

/** Absolute paths of what was imported and is not there: each name that would have been found in its place. */
export function missingFiles(): ReadonlySet<string> {
	return missing;
}

/** @param act called after each import, and after each that found nothing */
export function onImport(act: () => void): void {
	imported = act;
}

/** Changes whenever the file changes; undefined when there is none. */
export function stateOf(file: string): string {
	const stat = statSync(file, {bigint: true, throwIfNoEntry: false});
	return stat ? `${stat.mtimeNs}:${stat.size}:${stat.ino}` : '';
}

/** `./book.ts` for `./book.js`, which the loader of swc does not look for when it is required. */
function sourceFor(specifier: string, parentURL: string): string | undefined {
	if (!/^\.{1,2}\/.*\.[cm]?js$/.test(specifier) || !parentURL.startsWith('file:')) return undefined;
	if (parentURL.includes('/node_modules/') || !hasLoader()) return undefined;
	const source = specifier.replace(/js$/, 'ts');
	return existsSync(new URL(source, parentURL)) ? source : undefined;
}

function note(url: string): void {
	const file = pathOf(url);
	verifyLoadedFile(file);
	record(file);
}

/** A loader may read what is required by itself, without Node's loading. */
function recorded<T extends {url: string}>(resolved: T): T {
	const {url} = resolved;
	if (!url.startsWith('file:') || url.includes('/node_modules/')) return resolved;
	const file = pathOf(url);
	if (!loaded.has(file)) record(file);
	return resolved;
}

function record(file: string): void {
	loaded.set(file, stateOf(file));
	imported();
}

function recordMissing(specifier: string, parentURL: string): void {
	if (!/^(?:\.|\/|file:)/.test(specifier) || parentURL.includes('/node_modules/')) return;
	const url = URL.parse(specifier, parentURL);
	if (url?.protocol !== 'file:') return;
	// A loader that is registered later may find one that exists.
	for (const file of namesFor(pathOf(url.href))) if (!existsSync(file)) missing.add(file);
	imported();
}

function pathOf(url: string): string {
	return fileURLToPath(url.replace(/[?#].*$/, ''));
}
