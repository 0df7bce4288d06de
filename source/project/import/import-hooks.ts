import {existsSync, readFileSync, statSync} from 'node:fs';
import {registerHooks} from 'node:module';
import {fileURLToPath} from 'node:url';
import {verifyLoadedFile} from '../trust/trust.ts';
import {hasLoader} from './loader.ts';

/** MikroORM and its query builder: hundreds of files that import one another. */
const insideMikroOrm = /\/node_modules\/(?:@mikro-orm\/[^/]+|kysely)\//;
const loaded = new Map<string, string>();
let hooked = false;

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
				return next(specifier, context);
			} catch (error) {
				const source = sourceFor(specifier, parentURL);
				if (source === undefined) throw error;
				return next(source, context);
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
	const file = fileURLToPath(url.replace(/[?#].*$/, ''));
	verifyLoadedFile(file);
	loaded.set(file, stateOf(file));
}
