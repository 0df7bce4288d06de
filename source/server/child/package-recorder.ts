import {registerHooks} from 'node:module';
import {pathToFileURL} from 'node:url';
import {packageFile} from '../../system/package-files.ts';

/**
 * Records which package modules (including ours) the project's files and ours import: the next process
 * can preload them, whatever changes. A linked folder, such as a workspace, does not count as a package,
 * because it is edited too.
 * @returns stops recording and returns the URLs in the order of their first import
 */
export function recordPackages(): () => string[] {
	const wanted = new Set<string>();
	const hooks = registerHooks({
		resolve(specifier, context, next) {
			const resolved = next(specifier, context);
			const importer = context.parentURL;
			if (isPackaged(resolved.url) && (isOurs(importer) || !isPackaged(importer)))
				wanted.add(resolved.url);
			return resolved;
		},
	});
	return () => {
		hooks.deregister();
		return [...wanted];
	};
}

function isPackaged(url: string | undefined): boolean {
	return url?.startsWith('file:') === true && (url.includes('/node_modules/') || isOurs(url));
}

function isOurs(url: string | undefined): boolean {
	return url?.startsWith(ours) === true;
}

const ours = `${pathToFileURL(packageFile('dist')).href}/`;
