import {registerHooks} from 'node:module';

import {pathToFileURL} from 'node:url';
import {packageFile} from '../../system/package-files.ts';

/**
 * Notes which modules of packages, ours included, the project's files and ours ask for: what the next
 * process may load before it is known what has changed. A folder that is only linked in (of a
 * workspace, say) is no package: it is edited as well.
 * @returns ends the noting, and gives their URLs in the order in which they were first wanted
 */
export function recordPackages(): () => string[] {
	const wanted = new Set<string>();
	const hooks = registerHooks({
		resolve(specifier, context, next) {
			const resolved = next(specifier, context);
			const asker = context.parentURL;
			if (isPackaged(resolved.url) && (isOurs(asker) || !isPackaged(asker)))
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
